import React from 'react';
import { t } from '@grafana/i18n';
import { TextLink } from '@grafana/ui';

import { EmptyState } from '../ui/EmptyState';
import { isAdmin } from '../ui/user';
import { NEW_DATA_SOURCE_PATH } from './dataSource';
import { ADAPTERS, PROVIDER_IDS } from './providers';

/** Says what is missing before anything can be measured, and who can mend it. */
export function NoDataSource() {
  const types = PROVIDER_IDS.map((id) => ADAPTERS[id].title).join(', ');
  return (
    <EmptyState
      icon="database"
      title={t('no-data-source.title', 'No data source that Strata has queries for')}
      action={
        isAdmin() && <TextLink href={NEW_DATA_SOURCE_PATH}>{t('no-data-source.add', 'Add a data source')}</TextLink>
      }
    >
      {isAdmin()
        ? t(
            'no-data-source.admin',
            'Strata reads its signals from: {{types}}. This organisation has none that you may query.',
            { types, interpolation: { escapeValue: false } }
          )
        : t(
            'no-data-source.viewer',
            'Strata reads its signals from: {{types}}. Ask an administrator to add one, or to let you query it.',
            { types, interpolation: { escapeValue: false } }
          )}
    </EmptyState>
  );
}
