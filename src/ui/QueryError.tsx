import React from 'react';
import { t } from '@grafana/i18n';
import { Alert, Button, Stack } from '@grafana/ui';

import { type ApiError } from '../api/ApiError';

interface Props {
  /** What could not be loaded or done, as a short sentence. */
  title: string;
  error: ApiError;
  onRetry?: () => void;
  /** Older data are still on screen. */
  stale?: boolean;
}

export function QueryError({ title, error, onRetry, stale = false }: Props) {
  return (
    <Alert title={title} severity={stale ? 'warning' : 'error'}>
      <Stack direction="column" alignItems="flex-start" gap={1}>
        <span>{error.message}</span>
        {error.fix && <span>{error.fix}</span>}
        {stale && <span>{t('query-error.stale', 'What is shown was loaded before.')}</span>}
        {onRetry && (
          <Button size="sm" variant="secondary" icon="sync" onClick={onRetry}>
            {t('query-error.retry', 'Retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
