import React from 'react';
import { t } from '@grafana/i18n';
import { TextLink } from '@grafana/ui';

import { EmptyState } from '../ui/EmptyState';
import { isAdmin } from '../ui/user';
import { NEW_DATA_SOURCE_PATH } from './dataSource';

/** Says what is missing before anything can be measured, and who can mend it. */
export function NoPrometheus() {
  return (
    <EmptyState
      icon="database"
      title={t('no-prometheus.title', 'No Prometheus data source')}
      action={
        isAdmin() && (
          <TextLink href={NEW_DATA_SOURCE_PATH}>{t('no-prometheus.add', 'Add a Prometheus data source')}</TextLink>
        )
      }
    >
      {isAdmin()
        ? t(
            'no-prometheus.admin',
            'Strata reads its signals from Prometheus, and this organisation has none that you may query.'
          )
        : t(
            'no-prometheus.viewer',
            'Strata reads its signals from Prometheus. Ask an administrator to add one, or to let you query it.'
          )}
    </EmptyState>
  );
}
