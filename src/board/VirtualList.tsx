import React, { type ReactNode, useEffect, useRef } from 'react';
import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import { useVirtualizer } from '@tanstack/react-virtual';

import { type BoardItem } from './item';

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
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the app is built without the compiler; nothing below is memoised
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    getItemKey: (index) => items[index]?.id ?? index,
    gap,
    overscan: 6,
  });
  const at = current === undefined ? -1 : items.findIndex(({ id }) => id === current);
  const place = useRef(at);
  place.current = at;

  useEffect(() => {
    if (moves === 0 || place.current < 0) {
      return undefined;
    }
    virtual.scrollToIndex(place.current, { align: 'auto' });
    // The row exists only after it was scrolled to.
    const frame = requestAnimationFrame(() => {
      const row = scroller.current?.querySelector<HTMLElement>('[aria-current="true"]');
      row?.querySelector<HTMLElement>('[data-item-link]')?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the focus follows moves, not what the board's data do
  }, [moves]);

  return (
    <div ref={scroller} className={styles.scroller}>
      <ul aria-label={label} className={styles.list} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const item = items[index];
          return (
            item && (
              <li
                key={key}
                data-index={index}
                ref={virtual.measureElement}
                className={styles.row}
                style={{ transform: `translateY(${start}px)` }}
                aria-setsize={items.length}
                aria-posinset={index + 1}
              >
                {children(item)}
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

const getStyles = () => ({
  scroller: css({ overflowY: 'auto', flex: 1, minHeight: 0, overscrollBehavior: 'contain' }),
  list: css({ position: 'relative', listStyle: 'none', margin: 0, padding: 0 }),
  row: css({ position: 'absolute', top: 0, left: 0, right: 0 }),
});
