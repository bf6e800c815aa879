import React, { type ReactNode, useEffect, useMemo } from 'react';
import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';

import { type BoardItem } from './item';
import { useRows } from './useRows';

interface Props {
  items: BoardItem[];
  label: string;
  /** Pixels, before a row was measured. */
  estimate: number;
  gap: number;
  current?: string;
  /** Grows with each move by the keyboard: only then the focus follows. */
  moves: number;
  children: (item: BoardItem) => ReactNode;
}

/** A list that draws only what is in view, however long it is; heights are measured. */
export function VirtualList({ items, label, estimate, gap, current, moves, children }: Props) {
  const styles = useStyles2(getStyles);
  const keys = useMemo(() => items.map(({ id }) => id), [items]);
  const { range, places, observe, attach, viewport } = useRows(keys, estimate, gap);

  useEffect(() => {
    if (moves === 0 || current === undefined || !keys.includes(current)) {
      return undefined;
    }
    viewport.show(keys.indexOf(current));
    // The row exists only after it was scrolled to.
    const frame = requestAnimationFrame(() => {
      viewport.find(current)?.querySelector<HTMLElement>('[data-item-link]')?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the focus follows moves, not what the board's data do
  }, [moves]);

  return (
    <div ref={attach} className={styles.scroller}>
      <ul aria-label={label} className={styles.list} style={{ height: places[items.length] }}>
        {items.slice(range.first, range.end).map((item, offset) => {
          const index = range.first + offset;
          return (
            <li
              key={item.id}
              data-key={item.id}
              ref={observe}
              className={styles.row}
              style={{ transform: `translateY(${places[index]}px)` }}
              aria-setsize={items.length}
              aria-posinset={index + 1}
            >
              {children(item)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const getStyles = () => ({
  // The place is kept by the viewport; a browser that does it, too, would move twice.
  scroller: css({ overflowY: 'auto', overflowAnchor: 'none', flex: 1, minHeight: 0, overscrollBehavior: 'contain' }),
  list: css({ position: 'relative', listStyle: 'none', margin: 0, padding: 0 }),
  row: css({ position: 'absolute', top: 0, left: 0, right: 0 }),
});
