import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';

import { type Incident } from '../api/types';
import { Duration } from '../ui/Time';
import { type BoardItem } from './item';

/** How old it is, who has it, and what is special about it. */
export function Marks({ item }: { item: BoardItem }) {
  const styles = useStyles2(getStyles);
  const since = new Date(item.since).toISOString();
  return (
    <div className={styles.marks}>
      <span className={styles.age}>
        <Icon name="clock-nine" size="sm" aria-label={t('board.age', 'Age')} /> <Duration from={since} />
      </span>
      {item.acknowledged ? (
        <Mark icon="check" text={item.acknowledgedBy || t('board.taken', 'acknowledged')} />
      ) : (
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
      {incident.flappingSince && <Mark icon="repeat" text={t('board.flapping', 'comes and goes')} />}
      {incident.snoozedUntil && <Mark icon="bell-slash" text={t('board.snoozed', 'snoozed')} />}
      {incident.maintenanceUntil && <Mark icon="wrench" text={t('board.maintenance', 'planned work')} />}
      {incident.readers && <Mark icon="lock" text={t('board.restricted', 'restricted')} />}
      {incident.drill && <Mark icon="flask" text={t('incident.drill', 'Drill')} />}
    </>
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
  }),
  age: css({ color: theme.colors.text.primary, whiteSpace: 'nowrap' }),
  open: css({ color: theme.colors.warning.text, whiteSpace: 'nowrap' }),
});
