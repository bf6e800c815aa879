import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { severityMeaning } from '../ui/severity';
import { Card } from './Card';
import { narrow } from './layout';
import { type BoardItem, type Lane, lanesOf } from './item';
import { type Selection } from './selection';
import { VirtualList } from './VirtualList';

const CARD_HEIGHT = 112;
const LINE_HEIGHT = 34;

export interface BoardViewProps {
  /** In the board's order. */
  items: BoardItem[];
  dense: boolean;
  selection: Selection;
  moves: number;
  onChoose?: (id: string) => void;
  onCurrent?: (id: string) => void;
}

/** Four lanes of cards, or one dense list. It fills its container, which needs a height. */
export function BoardView(props: BoardViewProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.frame}>
      {props.dense ? (
        <div className={styles.dense}>
          <Items {...props} label={t('board.all-items', 'All incidents, most severe first')} />
        </div>
      ) : (
        <Lanes {...props} />
      )}
    </div>
  );
}

function Lanes(props: BoardViewProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.lanes}>
      {lanesOf(props.items).map((lane) => (
        <section key={lane.severity} className={styles.lane}>
          <LaneHead lane={lane} />
          <Items {...props} items={lane.items} label={severityMeaning(lane.severity)} />
        </section>
      ))}
    </div>
  );
}

function LaneHead({ lane: { severity, items, unacknowledged } }: { lane: Lane }) {
  const styles = useStyles2(getStyles);
  return (
    <h3 className={styles.head}>
      <span>{severityMeaning(severity)}</span>
      <span className={styles.counts}>{countsText(items.length, unacknowledged)}</span>
    </h3>
  );
}

function countsText(count: number, unacknowledged: number | undefined): string {
  if (count === 0) {
    return t('board.none', 'none');
  }
  return unacknowledged === undefined
    ? t('board.count', '{{count}} open', { count })
    : t('board.counts', '{{count}} open, {{unacknowledged}} not acknowledged', { count, unacknowledged });
}

function Items({ items, dense, label, selection, moves, onChoose, onCurrent }: BoardViewProps & { label: string }) {
  return (
    <VirtualList
      items={items}
      label={label}
      estimate={dense ? LINE_HEIGHT : CARD_HEIGHT}
      gap={dense ? 0 : 8}
      current={selection.current}
      moves={moves}
    >
      {(item) => (
        <Card
          item={item}
          dense={dense}
          current={selection.current === item.id}
          chosen={selection.chosen.has(item.id)}
          onChoose={onChoose}
          onCurrent={onCurrent}
        />
      )}
    </VirtualList>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // What is narrow is the board, not the window: it may be a small panel of a dashboard.
  frame: css({ containerType: 'size', height: '100%', minHeight: 0 }),
  dense: css({ display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 }),
  lanes: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
    gap: theme.spacing(1.5),
    height: '100%',
    minHeight: 0,
    // One lane below the other on a phone; each keeps its own scrolling short.
    [narrow(theme)]: {
      gridTemplateColumns: 'minmax(0, 1fr)',
      gridAutoRows: 'max-content',
      overflowY: 'auto',
    },
  }),
  lane: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    minHeight: 0,
    padding: theme.spacing(1),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.canvas,
    border: `1px solid ${theme.colors.border.weak}`,
    // No higher than the board, so that a finger beside the cards moves on to the next lane.
    [narrow(theme)]: { maxHeight: '90cqh' },
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(0, 1),
    margin: 0,
    fontSize: theme.typography.body.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  counts: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
  }),
});
