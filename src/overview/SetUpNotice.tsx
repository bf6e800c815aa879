import React from 'react';
import { t } from '@grafana/i18n';
import { Alert, LinkButton } from '@grafana/ui';

import { useSources } from '../api/sources';
import { navUrl, ROUTES } from '../app/nav';

/** As long as no alert could arrive yet, an empty overview says nothing about the system: the way to the guide. */
export function SetUpNotice() {
  const { data } = useSources();
  if (!data || data.some(({ enabled, stats }) => enabled && stats.deliveries > 0)) {
    return null;
  }
  return (
    <Alert severity="info" title={t('set-up.not-yet', 'Strata is not set up yet')}>
      <p>
        {data.length === 0
          ? t('set-up.no-source', 'There is no source of alerts, so no incident can appear here.')
          : t('set-up.nothing', 'No alert has been delivered yet, so no incident can appear here.')}
      </p>
      <LinkButton size="sm" href={navUrl(ROUTES.guide)}>
        {t('set-up.guide', 'Set it up step by step')}
      </LinkButton>
    </Alert>
  );
}
