import React, { memo } from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { tonePaint, type Tone } from '../colors';
import { fit } from '../order';
import { More } from '../parts/More';
import { PORTRAIT } from '../portrait';
import { type BurnWindow, type SloRow, type SloState } from '../slo/slo';
import { useRows } from '../useRows';

const ROW_EM = 4.2;
/** There is no such figure. */
const NONE = '–';

/** Error budgets and how fast they are spent, the worst first. Drawn anew with new data only. */
export const SloView = memo(function SloView({ rows }: { rows: SloRow[] }) {
  const styles = useStyles2(getStyles);
  const [room, watch] = useRows(ROW_EM);
  const { shown, rest } = fit(rows, room);
  const windows = (['now', '1h', '6h'] as const).filter((window) =>
    rows.some(({ burn }) => burn[window] !== undefined)
  );
  return (
    <div className={styles.view}>
      <div className={cx(styles.row, styles.head)} aria-hidden>
        <span>{t('wall.slo.service', 'Service')}</span>
        <span>{t('wall.slo.state', 'State')}</span>
        <span>{t('wall.slo.budget', 'Error budget left, 30 days')}</span>
        <span className={styles.figures}>
          {windows.map((window) => (
            <span key={window} className={styles.window}>
              {t('wall.slo.burn', 'Burn rate {{window}}', { window: windowName(window) })}
            </span>
          ))}
        </span>
      </div>
      <ul className={styles.rows} ref={watch}>
        {shown.map((row) => (
          <SloLine key={row.name} row={row} windows={windows} />
        ))}
        {rest.length > 0 && (
          <li>
            <More>{t('wall.slo.more', '+ {{count}} more, all better than these', { count: rest.length })}</More>
          </li>
        )}
      </ul>
    </div>
  );
});

function SloLine({ row: { name, state, budget, burn }, windows }: { row: SloRow; windows: BurnWindow[] }) {
  const styles = useStyles2(getStyles);
  return (
    <li className={styles.row} data-state={state}>
      <span className={styles.name}>{name}</span>
      <span className={cx(styles.state, styles[TONES[state]])}>{stateText(state)}</span>
      <span className={styles.budget}>
        <span className={styles.bar} aria-hidden>
          <span className={styles.left} style={{ width: `${100 * Math.min(1, Math.max(0, budget ?? 0))}%` }} />
        </span>
        <span className={styles.figure}>{budget === undefined ? NONE : percent(budget)}</span>
      </span>
      <span className={styles.figures}>
        {windows.map((window) => (
          <span key={window} className={styles.figure}>
            {burn[window] === undefined ? NONE : `${burn[window].toFixed(1)}×`}
          </span>
        ))}
      </span>
    </li>
  );
}

const TONES: Record<SloState, Tone> = { spent: 'bad', fast: 'bad', low: 'warning', burning: 'warning', ok: 'good' };

function stateText(state: SloState): string {
  switch (state) {
    case 'spent':
      return t('wall.slo.spent', '✕ spent');
    case 'fast':
      return t('wall.slo.fast', '▲▲ fast');
    case 'low':
      return t('wall.slo.low', '▲ nearly spent');
    case 'burning':
      return t('wall.slo.burning', '▲ too fast');
    case 'ok':
      return t('wall.slo.ok', '✓ OK');
  }
}

function windowName(window: BurnWindow): string {
  return window === 'now' ? t('wall.slo.now', 'now') : window;
}

/** Whole percents, rounded down so that 100% means all of it; far below zero is only "far". */
function percent(share: number): string {
  return share < -9.99 ? '< -999%' : `${Math.floor(share * 100)}%`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', height: '100%' }),
  rows: css({ flexGrow: 1, minHeight: 0, overflow: 'hidden', listStyle: 'none', margin: 0 }),
  row: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 14em 27em 27em',
    alignItems: 'center',
    gap: '1.2em',
    height: `${ROW_EM}em`,
    borderTop: `0.1em solid ${theme.colors.border.weak}`,
    [PORTRAIT]: { gridTemplateColumns: 'minmax(0, 1fr) 14em 11em', '& > :nth-child(4)': { display: 'none' } },
  }),
  head: css({
    height: '2.4em',
    borderTop: 'none',
    color: theme.colors.text.secondary,
    '& > span': { fontSize: '1.4em', whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis' },
  }),
  name: css({
    fontSize: '2.1em',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontWeight: theme.typography.fontWeightMedium,
  }),
  state: css({ fontSize: '1.7em', padding: '0.15em 0.5em', borderRadius: '0.15em', whiteSpace: 'nowrap' }),
  budget: css({ display: 'flex', alignItems: 'center', gap: '1em' }),
  bar: css({
    flexGrow: 1,
    height: '1.4em',
    border: `0.1em solid ${theme.colors.text.secondary}`,
    borderRadius: '0.2em',
    [PORTRAIT]: { display: 'none' },
  }),
  left: css({ display: 'block', height: '100%', background: theme.colors.text.primary }),
  figures: css({ display: 'grid', gridAutoFlow: 'column', gridAutoColumns: 'minmax(0, 1fr)', textAlign: 'right' }),
  window: css({ overflow: 'hidden', whiteSpace: 'nowrap' }),
  figure: css({
    fontSize: '2.1em',
    minWidth: '3em',
    textAlign: 'right',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  }),
  bad: css({ ...tonePaint('bad', theme), fontWeight: theme.typography.fontWeightBold }),
  warning: css(tonePaint('warning', theme)),
  minor: css(tonePaint('minor', theme)),
  good: css(tonePaint('good', theme)),
  plain: css(tonePaint('plain', theme)),
});
