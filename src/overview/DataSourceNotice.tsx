import React from 'react';
import { type DataSourceInstanceSettings } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, Stack, TextLink } from '@grafana/ui';

import { dataSourceSettingsPath } from '../signals/dataSource';
import { isAdmin } from '../ui/user';

interface Props {
  source: DataSourceInstanceSettings;
  message: string;
  onRetry: () => void;
}

/** The chosen data source answers nothing: which one, what it said, and the way out. */
export function DataSourceNotice({ source, message, onRetry }: Props) {
  const title = t('overview.ds-down', 'Data source "{{name}}" did not answer', {
    name: source.name,
    interpolation: { escapeValue: false },
  });
  return (
    <Alert severity="error" title={title}>
      <Stack direction="column" gap={1} alignItems="flex-start">
        <span>{message || t('overview.ds-silent', 'It gave no reason.')}</span>
        <span>
          {t('overview.ds-fix', 'Firing alerts are still shown. Choose another data source, or mend this one.')}
        </span>
        <Stack gap={2} alignItems="center" wrap="wrap">
          <Button size="sm" variant="secondary" icon="sync" onClick={onRetry}>
            {t('overview.ds-retry', 'Retry')}
          </Button>
          {isAdmin() ? (
            <TextLink href={dataSourceSettingsPath(source.uid)}>
              {t('overview.ds-settings', 'Data source settings')}
            </TextLink>
          ) : (
            <span>{t('overview.ds-ask', 'An administrator finds its settings under Connections.')}</span>
          )}
        </Stack>
      </Stack>
    </Alert>
  );
}
