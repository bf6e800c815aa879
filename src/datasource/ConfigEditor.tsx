import React from 'react';
import { Trans } from '@grafana/i18n';
import { Text } from '@grafana/ui';

/** There is nothing to set: the records are those of the Strata app in the same organisation. */
export function ConfigEditor() {
  return (
    <Text element="p" color="secondary">
      <Trans i18nKey="datasource.config">
        Nothing has to be set. This data source reads the incidents of the Strata app in this organisation, with the
        rights of whoever looks at a dashboard.
      </Trans>
    </Text>
  );
}
