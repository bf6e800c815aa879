import React from 'react';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { Alert, Button, Stack, TextLink } from '@grafana/ui';

import { isChunkLoadError } from '../ui/chunkError';
import { prefixRoute, ROUTES } from './nav';

interface Props {
  error: Error;
  onRetry: () => void;
}

export function ErrorPage({ error, onRetry }: Props) {
  const fix = isChunkLoadError(error)
    ? t('error-page.upgraded', 'Strata was probably upgraded while this tab was open. Load the page again.')
    : t('error-page.fix', 'Try again. If it comes back, tell an administrator this text and what you did.');
  return (
    <PluginPage pageNav={{ text: t('error-page.title', 'This page failed') }}>
      <Alert severity="error" title={error.message || error.name}>
        <Stack direction="column" alignItems="flex-start" gap={1}>
          <span>{fix}</span>
          <Button variant="secondary" icon="sync" onClick={onRetry}>
            {t('error-page.retry', 'Try again')}
          </Button>
          <TextLink href={prefixRoute(ROUTES.overview)}>{t('error-page.overview', 'Go to the overview')}</TextLink>
        </Stack>
      </Alert>
    </PluginPage>
  );
}
