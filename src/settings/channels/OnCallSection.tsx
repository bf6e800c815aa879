import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, useStyles2 } from '@grafana/ui';

import { useOnCall } from '../../api/channels';
import { type OnCallShift } from '../../api/types';
import { absoluteTime } from '../../ui/clock';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { RotationForm } from './edit/RotationForm';
import { SectionHead } from './edit/SectionHead';
import { useTeam } from './edit/useTeam';
import { RotationItem } from './RotationItem';
import { Schedules } from './Schedule';

/** Which form is open: a rotation's by its name, or this for a new one. */
const NEW = '';

/** Who is on call now and next, by rotation. */
export function OnCallSection() {
  const styles = useStyles2(getStyles);
  const onCall = useOnCall();
  const { settings, why } = useTeam();
  const [open, setOpen] = useState<string>();
  return (
    <section className={styles.section} aria-labelledby="settings-on-call">
      <SectionHead
        id="settings-on-call"
        title={t('on-call.title', 'On call')}
        add={t('on-call.add', 'Add a rotation')}
        why={why}
        adding={open === NEW}
        onAdd={() => setOpen(NEW)}
      />
      {open === NEW && settings && (
        <RotationForm settings={settings} rotation={undefined} onClose={() => setOpen(undefined)} />
      )}
      {onCall.isPending && <Loading />}
      {onCall.isError && (
        <QueryError
          title={t('on-call.failed', 'Who is on call could not be loaded')}
          error={onCall.error}
          stale={onCall.data !== undefined}
          onRetry={() => void onCall.refetch()}
        />
      )}
      {onCall.data?.length === 0 && open !== NEW && (
        <EmptyState icon="users-alt" title={t('on-call.none', 'No rotation yet')}>
          {t(
            'on-call.none-why',
            'A rotation says which contact is on call when. Or hand over to a pager that knows: add it as a channel.'
          )}
        </EmptyState>
      )}
      <ul className={styles.list}>
        {onCall.data?.map(({ rotation, now, next }) => (
          <RotationItem
            key={rotation}
            name={rotation}
            editing={open === rotation}
            onEdit={(editing) => setOpen(editing ? rotation : undefined)}
          >
            <h3 className={styles.name}>{rotation}</h3>
            <span>
              {now ? <Now shift={now} /> : <Badge color="orange" text={t('on-call.nobody', 'Nobody is on call')} />}
            </span>
            {next && (
              <span className={styles.next}>
                {t('on-call.next', 'Next: {{who}} from {{from}}', {
                  who: next.name ?? next.login,
                  from: absoluteTime(next.from),
                  interpolation: { escapeValue: false },
                })}
              </span>
            )}
          </RotationItem>
        ))}
      </ul>
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
  section: css({ marginTop: theme.spacing(4) }),
  list: css({
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    margin: theme.spacing(1, 0),
  }),
  name: css({ margin: 0, fontSize: theme.typography.h5.fontSize, overflowWrap: 'anywhere' }),
  next: css({ color: theme.colors.text.secondary }),
});
