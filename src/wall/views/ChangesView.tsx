import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { type Change } from '../../api/types';
import { clockTime, durationBetween } from '../../ui/clock';
import { kindName } from '../../ui/timelineKinds';
import { condense, type Condensed } from '../condense';
import { plainText } from '../plainText';
import { Notice } from '../parts/Notice';
import { Severity } from '../parts/Severity';
import { PORTRAIT } from '../portrait';
import { useRows } from '../useRows';

const ROW_EM = 4.8;

/** The newest entries of all timelines, the newest first. */
export function ChangesView({ changes, now }: { changes: Change[]; now: number }) {
  const styles = useStyles2(getStyles);
  const [room, watch] = useRows(ROW_EM);
  if (changes.length === 0) {
    return <Notice title={t('wall.changes.none', 'Nothing has happened to an incident yet')} />;
  }
  return (
    <ul className={styles.rows} ref={watch}>
      {condense(changes)
        .slice(0, room)
        .map((line) => (
          <ChangeLine key={`${line.change.incident}/${line.change.entry.seq}`} {...line} now={now} />
        ))}
    </ul>
  );
}

function ChangeLine({ change: { incident, title, severity, drill, entry }, count, now }: Condensed & { now: number }) {
  const styles = useStyles2(getStyles);
  const at = Date.parse(entry.recordedAt);
  const body = plainText(entry.body);
  return (
    <li className={styles.row} data-kind={entry.kind}>
      <time className={styles.time} dateTime={entry.recordedAt}>
        <span className={styles.first}>{clockTime(at)}</span>
        <span className={styles.second}>{t('wall.changes.ago', '{{age}} ago', { age: durationBetween(at, now) })}</span>
      </time>
      <span className={styles.severity}>
        <Severity severity={severity} />
      </span>
      <span className={styles.main}>
        <span className={styles.first}>
          <strong>{kindName(entry.kind)}</strong>
          {count > 1 && ` · ${t('wall.changes.times', '{{times}} times', { times: count })}`}
          {body && ` · ${body}`}
        </span>
        <span className={styles.second}>
          {[`#${incident} ${title}`, drill && t('wall.drill', 'DRILL'), entry.actor.name].filter(Boolean).join(' · ')}
        </span>
      </span>
    </li>
  );
}

const line = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;

const getStyles = (theme: GrafanaTheme2) => ({
  rows: css({ height: '100%', overflow: 'hidden', listStyle: 'none', margin: 0 }),
  row: css({
    display: 'grid',
    gridTemplateColumns: '13em 6em minmax(0, 1fr)',
    alignItems: 'center',
    gap: '1em',
    height: `${ROW_EM}em`,
    borderTop: `0.1em solid ${theme.colors.border.weak}`,
    [PORTRAIT]: { gridTemplateColumns: '10em 4.5em minmax(0, 1fr)' },
  }),
  time: css({ display: 'flex', flexDirection: 'column', fontVariantNumeric: 'tabular-nums' }),
  severity: css({ fontSize: '2.2em' }),
  main: css({ display: 'flex', flexDirection: 'column', minWidth: 0 }),
  first: css({ ...line, fontSize: '2em', lineHeight: 1.25 }),
  second: css({ ...line, fontSize: '1.4em', lineHeight: 1.25, color: theme.colors.text.secondary }),
});
