import React, { memo } from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { LAYERS } from '../../api/types';
import { cellLabel } from '../../signals/health/cellText';
import { type Cell, type CellState, type Row } from '../../signals/health/healthMatrix';
import { layerName } from '../../ui/layers';
import { tonePaint } from '../colors';
import { cellTone } from '../cellTone';
import { fit } from '../order';
import { More } from '../parts/More';
import { Severity } from '../parts/Severity';
import { PORTRAIT } from '../portrait';
import { useRows } from '../useRows';

const ROW_EM = 3.6;
const HEAD_EM = 2.4;

/** For those who listen only. On a narrow screen also the words of a cell: half a word says less than the mark beside it. */
const SPOKEN = { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' } as const;

const MARKS: Record<Exclude<CellState, 'firing'>, string> = {
  abnormal: '▲',
  error: '✕',
  ok: '✓',
  'no-data': '–',
  unmeasured: '?',
};

/** Layers by services, the worst services first. Drawn anew with new data only. */
export const HealthView = memo(function HealthView({ rows }: { rows: Row[] }) {
  const styles = useStyles2(getStyles);
  const [room, watch] = useRows(ROW_EM);
  const { shown, rest } = fit(rows, room);
  return (
    <div className={styles.view}>
      <div className={cx(styles.row, styles.head)} aria-hidden>
        <span>{t('wall.health.service', 'Service')}</span>
        {LAYERS.map((layer) => (
          <span key={layer}>{layerName(layer)}</span>
        ))}
      </div>
      <ul className={styles.rows} ref={watch}>
        {shown.map((row) => (
          <li className={styles.row} key={row.service}>
            <span className={styles.name}>{row.service || t('wall.health.no-service', 'Nodes and cluster')}</span>
            {row.cells.map((cell) => (
              <HealthCell key={cell.layer} cell={cell} />
            ))}
          </li>
        ))}
        {rest.length > 0 && (
          <li>
            <More>{restText(rest)}</More>
          </li>
        )}
      </ul>
    </div>
  );
});

function HealthCell({ cell }: { cell: Cell }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={cx(styles.cell, styles[cellTone(cell)])} data-state={cell.state}>
      {cell.worst ? <Severity severity={cell.worst} /> : <span aria-hidden>{markOf(cell.state)}</span>}
      <span className={styles.words}>
        <span className={styles.spoken}>{layerName(cell.layer)}: </span>
        {cell.worst ? t('wall.health.firing', '{{count}} firing', { count: cell.firing }) : cellLabel(cell)}
      </span>
    </span>
  );
}

function markOf(state: CellState): string {
  return state === 'firing' ? '' : MARKS[state];
}

/** The worst are shown, so what is hidden is mostly well; where it is not, that is said. */
function restText(rest: Row[]): string {
  const troubled = rest.filter(({ cells }) => cells.some((cell) => !['good', 'plain'].includes(cellTone(cell)))).length;
  return troubled > 0
    ? t('wall.health.more-troubled', '+ {{count}} more services, {{troubled}} of them not well', {
        count: rest.length,
        troubled,
        defaultValue_one: '+ {{count}} more service, not well',
      })
    : t('wall.health.more', '+ {{count}} more services, none of them in trouble', {
        count: rest.length,
        defaultValue_one: '+ {{count}} more service, not in trouble',
      });
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', height: '100%' }),
  rows: css({ flexGrow: 1, minHeight: 0, overflow: 'hidden', listStyle: 'none', margin: 0 }),
  row: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1.3fr) repeat(4, minmax(0, 1fr))',
    alignItems: 'stretch',
    gap: '0.4em',
    height: `${ROW_EM}em`,
    paddingBottom: '0.4em',
  }),
  head: css({ height: `${HEAD_EM}em`, color: theme.colors.text.secondary, '& span': { fontSize: '1.4em' } }),
  name: css({
    fontSize: '2em',
    alignSelf: 'center',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontWeight: theme.typography.fontWeightMedium,
  }),
  cell: css({
    display: 'flex',
    alignItems: 'center',
    gap: '0.4em',
    padding: '0 0.5em',
    borderRadius: '0.15em',
    fontSize: '1.7em',
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    [PORTRAIT]: { justifyContent: 'center' },
  }),
  words: css({ overflow: 'hidden', textOverflow: 'ellipsis', [PORTRAIT]: SPOKEN }),
  spoken: css(SPOKEN),
  bad: css({ ...tonePaint('bad', theme), fontWeight: theme.typography.fontWeightBold }),
  warning: css({ ...tonePaint('warning', theme), fontWeight: theme.typography.fontWeightMedium }),
  minor: css(tonePaint('minor', theme)),
  good: css(tonePaint('good', theme)),
  plain: css({ ...tonePaint('plain', theme), color: theme.colors.text.secondary }),
});
