import React from 'react';
import { t } from '@grafana/i18n';
import { Alert, Button, Stack } from '@grafana/ui';

import { useTestSource } from '../../api/deadLetters';
import { type Source } from '../../api/types';
import { useNow } from '../../ui/clock';
import { QueryError } from '../../ui/QueryError';
import { RelativeTime } from '../../ui/Time';

/** A source that sent too much is warned of for so long after the last refusal. */
const WARN_MS = 60 * 60 * 1000;

/** Whether test alerts came, and whether the source sends more than it may. */
export function Arrivals({ source }: { source: Source }) {
  const { mutate, isPending, error } = useTestSource();
  const { lastTestAt, limited = 0, lastLimitedAt } = source.stats;
  const now = useNow(0);
  return (
    <>
      <Stack gap={1} alignItems="center" wrap="wrap">
        <span>
          {lastTestAt ? (
            <>
              {t('source.last-test', 'Last test alert received')} <RelativeTime at={lastTestAt} />
            </>
          ) : (
            t('source.no-test', 'No test alert received yet')
          )}
        </span>
        <Button
          size="sm"
          variant="secondary"
          fill="text"
          icon={isPending ? 'spinner' : 'bell'}
          disabled={isPending || !source.enabled}
          tooltip={
            source.enabled
              ? t('source.test-why', 'Takes the way of a delivery inside Strata; opens no incident')
              : t('source.test-off', 'Switch the source on first')
          }
          onClick={() => mutate(source.id)}
        >
          {t('source.test', 'Send test alert')}
        </Button>
      </Stack>
      {error && <QueryError title={t('source.test-failed', 'The test alert was not taken')} error={error} />}
      {lastLimitedAt && now - Date.parse(lastLimitedAt) < WARN_MS && (
        <Alert
          severity="warning"
          title={t('source.limited', 'It sent more than its limit: deliveries refused so far: {{count}}', {
            count: limited,
          })}
        >
          {t(
            'source.limited-why',
            'The limit is {{requests}} requests per second and {{alerts}} alerts per minute. Alertmanager sends again by itself. Group more alerts at the sender, or raise the limit in the provisioning file.',
            { requests: source.limit?.requestsPerSecond, alerts: source.limit?.alertsPerMinute }
          )}
        </Alert>
      )}
    </>
  );
}
