import React from 'react';
import { t } from '@grafana/i18n';
import { Alert, Stack, Text, TextLink } from '@grafana/ui';

import { type RunbookList } from '../../api/runbooks';
import { alertRulesPath } from '../../app/nav';

/** Whether every alert leads to a runbook, and what people should look at. */
export function Coverage({ list: { coverage, runbooks, staleAfterDays } }: { list: RunbookList }) {
  const inUse = runbooks.filter(({ archived }) => !archived);
  const stale = inUse.filter((runbook) => runbook.stale).length;
  const unverified = inUse.filter(({ verifiedAt }) => verifiedAt === undefined).length;
  return (
    <>
      <Text element="p" color="secondary">
        {t(
          'runbooks.coverage',
          '{{covered}} of {{alerts}} alerts lead to a runbook. {{stale}} of {{count}} runbooks were not looked at for {{days}} days, {{unverified}} were verified by nobody.',
          {
            covered: coverage.covered,
            alerts: coverage.alerts,
            stale,
            count: inUse.length,
            days: staleAfterDays,
            unverified,
            defaultValue_one:
              '{{covered}} of {{alerts}} alerts lead to a runbook. {{stale}} of {{count}} runbook was not looked at for {{days}} days, {{unverified}} was verified by nobody.',
          }
        )}
      </Text>
      {coverage.missing.length > 0 && (
        <Alert severity="warning" title={t('runbooks.without', 'Alerts without a runbook')}>
          <Stack gap={2} wrap="wrap">
            {coverage.missing.map((signal) => (
              <TextLink key={signal} inline={false} href={alertRulesPath(signal)}>
                {signal}
              </TextLink>
            ))}
          </Stack>
        </Alert>
      )}
    </>
  );
}
