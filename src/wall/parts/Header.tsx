import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { type Overview, SEVERITIES } from '../../api/types';
import { zoneName } from '../../ui/clock';
import { Severity } from './Severity';
import { SMALL } from '../portrait';

const HOUR_MS = 3_600_000;

interface Props {
  title: string;
  overview?: Overview;
  /** In epoch milliseconds. */
  now: number;
}

/** What is always on screen: the view's name, how many incidents are open, and the time. */
export function Header({ title, overview, now }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <header className={styles.header}>
      <h1 className={styles.title}>{title}</h1>
      {overview && <Counts overview={overview} />}
      <Clock now={now} />
    </header>
  );
}

function Counts({ overview }: { overview: Overview }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.counts} aria-label={t('wall.open', 'Open incidents by severity')}>
      {SEVERITIES.map((severity) => (
        <li key={severity} className={overview.open[severity] > 0 ? styles.count : styles.none}>
          <Severity severity={severity} /> {overview.open[severity]}
        </li>
      ))}
      <li className={styles.unacknowledged}>
        {t('wall.unacknowledged', '{{count}} not acknowledged', { count: overview.unacknowledged })}
      </li>
    </ul>
  );
}

function Clock({ now }: { now: number }) {
  const styles = useStyles2(getStyles);
  const timeZone = getTimeZone();
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const zone = useMemo(() => zoneName(hour, timeZone), [hour, timeZone]);
  return (
    <time className={styles.clock} dateTime={new Date(now).toISOString()}>
      <span className={styles.time}>{dateTimeFormat(now, { timeZone, format: 'HH:mm:ss' })}</span>
      <span className={styles.date}>
        {dateTimeFormat(now, { timeZone, format: 'ddd YYYY-MM-DD' })} {zone}
      </span>
    </time>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({
    display: 'flex',
    alignItems: 'center',
    gap: '2em',
    flexWrap: 'wrap',
    marginBottom: '0.8em',
    [SMALL]: { flexWrap: 'nowrap', gap: '1em' },
  }),
  title: css({
    fontSize: '2.4em',
    margin: 0,
    lineHeight: 1.2,
    fontWeight: theme.typography.fontWeightMedium,
    [SMALL]: { fontSize: '1.8em', whiteSpace: 'nowrap' },
  }),
  counts: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '0 0.9em',
    flexGrow: 1,
    margin: 0,
    listStyle: 'none',
    fontSize: '2.2em',
    [SMALL]: { fontSize: '1.6em', flexWrap: 'nowrap', whiteSpace: 'nowrap' },
    fontVariantNumeric: 'tabular-nums',
  }),
  count: css({ fontWeight: theme.typography.fontWeightBold }),
  none: css({ color: theme.colors.text.secondary }),
  unacknowledged: css({ fontSize: '0.75em' }),
  clock: css({
    marginLeft: 'auto',
    textAlign: 'right',
    lineHeight: 1.1,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  }),
  time: css({ display: 'block', fontSize: '2.6em', fontWeight: theme.typography.fontWeightMedium }),
  date: css({ display: 'block', fontSize: '1.3em', color: theme.colors.text.secondary }),
});
