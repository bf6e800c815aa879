import React from 'react';
import { t } from '@grafana/i18n';
import { LinkButton, Stack, Text } from '@grafana/ui';

import { useCatalogIndex } from '../../api/catalogIndex';
import { navUrl, ROUTES } from '../../app/nav';
import { QueryError } from '../../ui/QueryError';

/** The way to the alert pack and to what is missing for it; both are pages of their own. */
export function AlertRulesSection() {
  const index = useCatalogIndex();
  const alerts = index.data?.signals.filter(({ alert }) => alert !== undefined).length;
  return (
    <section aria-labelledby="settings-alert-rules">
      <Stack direction="column" gap={1} alignItems="flex-start">
        <Text element="h2" variant="h4" id="settings-alert-rules">
          {t('settings-rules.title', 'Alert rules')}
        </Text>
        {alerts !== undefined && (
          <div>
            {t('settings-rules.count', 'Signals of the catalog that have an alert: {{alerts}} of {{all}}.', {
              alerts,
              all: index.data?.signals.length,
            })}
          </div>
        )}
        {index.isError && (
          <QueryError
            title={t('settings-rules.failed', 'The catalog could not be loaded')}
            error={index.error}
            onRetry={() => void index.refetch()}
          />
        )}
        <p>
          {t(
            'settings-rules.what',
            'Strata makes the alerts of the catalog as a file for Grafana Alerting or Prometheus, for the exporters that are there and with your own thresholds. The coverage says which data a signal still lacks.'
          )}
        </p>
        <Stack gap={1} wrap="wrap">
          <LinkButton href={navUrl(ROUTES.alertRules)} icon="bell">
            {t('settings-rules.open', 'Thresholds and file')}
          </LinkButton>
          <LinkButton href={navUrl(ROUTES.coverage)} variant="secondary" icon="eye">
            {t('settings-rules.coverage', 'Coverage')}
          </LinkButton>
        </Stack>
      </Stack>
    </section>
  );
}
