import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Text, useStyles2 } from '@grafana/ui';

import { useOnCall } from '../../api/channels';
import { type OnCallShift } from '../../api/types';
import { absoluteTime } from '../../ui/clock';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { Schedules } from './Schedule';

/** Who is on call now and next, by rotation. */
export function OnCallSection() {
  const styles = useStyles2(getStyles);
  const onCall = useOnCall();
  return (
    <section className={styles.section} aria-labelledby="settings-on-call">
      <Text element="h2" variant="h4" id="settings-on-call">
        {t('on-call.title', 'On call')}
      </Text>
      {onCall.isPending && <Loading />}
      {onCall.isError && (
        <QueryError
          title={t('on-call.failed', 'Who is on call could not be loaded')}
          error={onCall.error}
          stale={onCall.data !== undefined}
          onRetry={() => void onCall.refetch()}
        />
      )}
      {onCall.data?.length === 0 && (
        <EmptyState icon="users-alt" title={t('on-call.none', 'No rotation yet')}>
          {t(
            'on-call.none-why',
            'Rotations and contacts are set in the provisioning file of the app, as jsonData.rotations and jsonData.contacts; or hand over to a pager that knows who is on call.'
          )}
        </EmptyState>
      )}
      <dl className={styles.list}>
        {onCall.data?.map(({ rotation, now, next }) => (
          <div key={rotation} className={styles.item} data-rotation={rotation}>
            <dt className={styles.name}>{rotation}</dt>
            <dd className={styles.shift}>
              {now ? <Now shift={now} /> : <Badge color="orange" text={t('on-call.nobody', 'Nobody is on call')} />}
            </dd>
            <dd className={styles.next}>
              {next &&
                t('on-call.next', 'Next: {{who}} from {{from}}', {
                  who: next.name ?? next.login,
                  from: absoluteTime(next.from),
                  interpolation: { escapeValue: false },
                })}
            </dd>
          </div>
        ))}
      </dl>
      {onCall.data !== undefined && onCall.data.length > 0 && <Schedules />}
    </section>
  );
}

function Now({ shift }: { shift: OnCallShift }) {
  return (
    <>
      <strong>{shift.name ?? shift.login}</strong>{' '}
      {shift.until &&
        t('on-call.until', 'until {{until}}', {
          until: absoluteTime(shift.until),
          interpolation: { escapeValue: false },
        })}{' '}
      {shift.override && <Badge color="blue" text={t('on-call.override', 'Stands in')} />}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginTop: theme.spacing(4), marginBottom: theme.spacing(4) }),
  list: css({ margin: theme.spacing(1, 0) }),
  item: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  name: css({ minWidth: theme.spacing(20), overflowWrap: 'anywhere' }),
  shift: css({ margin: 0 }),
  next: css({ margin: 0, color: theme.colors.text.secondary }),
});
