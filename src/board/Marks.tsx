import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';

import { type Incident } from '../api/types';
import { durationBetween, useNow } from '../ui/clock';
import { Duration } from '../ui/Time';
import { type BoardItem } from './item';
import { TINY } from './layout';

/** How old it is, who has it, and what is special about it. */
export function Marks({ item }: { item: BoardItem }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.marks}>
      {item.since !== undefined && (
        <span className={styles.age}>
          <Icon name="clock-nine" size="sm" aria-label={t('board.age', 'Age')} />{' '}
          <Duration from={new Date(item.since).toISOString()} />
        </span>
      )}
      {item.acknowledged && <Mark icon="check" text={item.acknowledgedBy || t('board.taken', 'acknowledged')} />}
      {item.acknowledged === false && (
        <span className={styles.open}>
          <Icon name="bell" size="sm" aria-hidden /> {t('board.not-taken', 'not acknowledged')}
        </span>
      )}
      {item.status && <span>{item.status}</span>}
      {item.incident && <IncidentMarks incident={item.incident} />}
    </div>
  );
}

function IncidentMarks({ incident }: { incident: Incident }) {
  const { firingAlerts, totalAlerts } = incident;
  return (
    <>
      <span>
        {t('incident.alert-count', '{{firing}} of {{total}} firing', { firing: firingAlerts, total: totalAlerts })}
      </span>
      {incident.commander && <Commander login={incident.commander} />}
      {incident.nextUpdateDue && <NextUpdate due={incident.nextUpdateDue} />}
      {incident.flappingSince && <Mark icon="repeat" text={t('board.flapping', 'comes and goes')} />}
      {incident.snoozedUntil && <Mark icon="bell-slash" text={t('board.snoozed', 'snoozed')} />}
      {incident.maintenanceUntil && <Mark icon="wrench" text={t('board.maintenance', 'planned work')} />}
      {incident.readers && <Mark icon="lock" text={t('board.restricted', 'restricted')} />}
      {incident.drill && <Mark icon="flask" text={t('incident.drill', 'Drill')} />}
    </>
  );
}

function Commander({ login }: { login: string }) {
  const what = t('board.commander', 'Commander: {{login}}', { login, interpolation: { escapeValue: false } });
  return (
    <span title={what} aria-label={what} role="img">
      <Icon name="user" size="sm" aria-hidden /> {login}
    </span>
  );
}

/** When people want to hear of it again. */
function NextUpdate({ due }: { due: string }) {
  const styles = useStyles2(getStyles);
  const at = Date.parse(due);
  // Moves on every second in the last minute and in the first one after it.
  const now = useNow(at);
  const overdue = now > at;
  const time = overdue ? durationBetween(at, now) : durationBetween(now, at);
  return (
    <span className={overdue ? styles.open : undefined}>
      <Icon name="comment-alt" size="sm" aria-hidden />{' '}
      {overdue
        ? t('board.update-overdue', 'update overdue for {{time}}', { time })
        : t('board.update-in', 'update in {{time}}', { time })}
    </span>
  );
}

function Mark({ icon, text }: { icon: IconName; text: string }) {
  return (
    <span>
      <Icon name={icon} size="sm" aria-hidden /> {text}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  marks: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.25, 1.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    [TINY]: { '& > :nth-child(n + 3)': { display: 'none' } },
  }),
  age: css({ color: theme.colors.text.primary, whiteSpace: 'nowrap' }),
  open: css({ color: theme.colors.warning.text, whiteSpace: 'nowrap' }),
});
