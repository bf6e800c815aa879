import React from 'react';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { TextLink } from '@grafana/ui';

import { EmptyState } from '../ui/EmptyState';
import { prefixRoute, ROUTES } from './nav';

export function NotFound() {
  return (
    <PluginPage pageNav={{ text: t('not-found.title', 'Page not found') }}>
      <EmptyState
        title={t('not-found.text', 'Strata has no page at this address')}
        icon="search-minus"
        action={
          <TextLink href={prefixRoute(ROUTES.overview)}>{t('not-found.overview', 'Go to the overview')}</TextLink>
        }
      />
    </PluginPage>
  );
}
