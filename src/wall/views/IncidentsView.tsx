import React from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { type Incident, type Overview } from '../../api/types';
import { statusName } from '../../ui/status';
import { affected, ageOf, quietText, updateOf, waitOf } from '../facts';
import { bySeverityAndAge, fit, hiddenBySeverity } from '../order';
import { Age } from '../parts/Age';
import { More } from '../parts/More';
import { Notice } from '../parts/Notice';
import { Severity } from '../parts/Severity';
import { PORTRAIT } from '../portrait';
import { useRows } from '../useRows';

const ROW_EM = 5;
/** There is no such time. */
const NONE = '–';

interface Props {
  incidents: Incident[];
  /** How many there are; the list may hold less. */
  open: Overview['open'];
  now: number;
}

/** Open incidents, the most severe and then the oldest first. */
export function IncidentsView({ incidents, open, now }: Props) {
  const styles = useStyles2(getStyles);
  const [room, watch] = useRows(ROW_EM);
  const all = Object.values(open).reduce((sum, count) => sum + count, 0);
  const { shown } = fit(
    [...incidents].sort(bySeverityAndAge),
    all > incidents.length ? Math.min(room, incidents.length) : room
  );
  const hidden = hiddenBySeverity(open, shown);
  if (incidents.length === 0 && all === 0) {
    return <Notice good title={t('wall.incidents.none', 'No open incidents')} />;
  }
  return (
    <div className={styles.view}>
      <div className={cx(styles.row, styles.head)} aria-hidden>
        <span />
        <span>{t('wall.incidents.incident', 'Incident')}</span>
        <span>{t('wall.incidents.age', 'Open for')}</span>
        <span>{t('wall.incidents.acknowledgement', 'Acknowledgement')}</span>
        <span>{t('wall.incidents.update', 'Next update')}</span>
      </div>
      <ul className={styles.rows} ref={watch}>
        {shown.map((incident) => (
          <IncidentLine key={incident.number} incident={incident} now={now} />
        ))}
        {hidden.length > 0 && (
          <li>
            <More>
              {t('wall.incidents.more', '+ {{count}} more', {
                count: hidden.reduce((sum, { count }) => sum + count, 0),
              })}
              {hidden.map(({ severity, count }) => (
                <span key={severity}>
                  <Severity severity={severity} /> {count}
                </span>
              ))}
            </More>
          </li>
        )}
      </ul>
    </div>
  );
}

function IncidentLine({ incident, now }: { incident: Incident; now: number }) {
  const styles = useStyles2(getStyles);
  const wait = waitOf(incident, now);
  const update = updateOf(incident, now);
  return (
    <li className={styles.row}>
      <span className={styles.severity}>
        <Severity severity={incident.severity} />
      </span>
      <span className={styles.main}>
        <span className={styles.title}>
          <span className={styles.number}>#{incident.number}</span> {incident.title}
        </span>
        <span className={styles.second}>
          {[
            incident.drill && t('wall.drill', 'DRILL'),
            incident.flappingSince !== undefined && t('wall.flapping', 'comes and goes'),
            quietText(incident),
            statusName(incident.status),
            affected(incident),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span className={styles.time}>
        <Age wait={ageOf(incident, now)} />
      </span>
      <span className={styles.main}>
        {wait ? (
          <>
            <span className={styles.time}>
              <Age wait={wait} />
            </span>
            <span className={styles.second}>{t('wall.incidents.nobody', 'not acknowledged')}</span>
          </>
        ) : (
          <span className={styles.who}>
            ✓ {incident.acknowledgedBy ?? t('wall.incidents.acknowledged', 'acknowledged')}
          </span>
        )}
      </span>
      <span className={styles.main}>
        <span className={styles.time}>{update ? <Age wait={update} /> : NONE}</span>
        <span className={styles.second}>{incident.commander ?? t('wall.no-commander', 'no commander')}</span>
      </span>
    </li>
  );
}

const line = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', height: '100%' }),
  rows: css({ flexGrow: 1, minHeight: 0, overflow: 'hidden', listStyle: 'none', margin: 0 }),
  row: css({
    display: 'grid',
    gridTemplateColumns: '6em minmax(0, 1fr) 10em 14em 14em',
    alignItems: 'center',
    gap: '1em',
    height: `${ROW_EM}em`,
    borderTop: `0.1em solid ${theme.colors.border.weak}`,
    [PORTRAIT]: {
      gridTemplateColumns: '6em minmax(0, 1fr) 12em',
      '& > :nth-child(3), & > :nth-child(5)': { display: 'none' },
    },
  }),
  head: css({
    height: '2.4em',
    borderTop: 'none',
    color: theme.colors.text.secondary,
    '& span': { ...line, fontSize: '1.4em' },
  }),
  severity: css({ fontSize: '2.6em' }),
  main: css({ display: 'flex', flexDirection: 'column', minWidth: 0 }),
  title: css({ ...line, fontSize: '2.1em', lineHeight: 1.25, fontWeight: theme.typography.fontWeightMedium }),
  number: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  second: css({ ...line, fontSize: '1.4em', lineHeight: 1.25, color: theme.colors.text.secondary }),
  time: css({ fontSize: '2.1em', lineHeight: 1.2 }),
  who: css({ ...line, fontSize: '1.8em' }),
});
