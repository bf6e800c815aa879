import React from 'react';
import { Trans } from '@grafana/i18n';
import { Stack, Text } from '@grafana/ui';

import { type IncidentResponse } from '../../../api/types';
import { Countdown } from './Countdown';

/** When people want to hear of the incident again. */
export function UpdateDue({ response: { nextUpdateDue } }: { response: IncidentResponse }) {
  if (!nextUpdateDue) {
    return null;
  }
  return (
    <Stack gap={1} alignItems="center" wrap="wrap">
      <Text color="secondary">
        <Trans i18nKey="response.update-due">Next update</Trans>
      </Text>
      <Countdown at={nextUpdateDue} />
    </Stack>
  );
}
