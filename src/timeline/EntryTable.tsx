import React, { type UIEvent, useLayoutEffect, useRef, useState } from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { kindName } from '../ui/timelineKinds';
import { firstAt } from './pack';
import { laneName } from './looks';
import { type Entry, type Range } from './types';
import { entryLabel } from './useScene';
import { fullTime } from './zone';

interface Props {
  /** All, by time; those outside of the range are pale. */
  entries: readonly Entry[];
  range: Range;
  timeZone: TimeZone;
  height: number;
  narrow: boolean;
  selectedId: string | undefined;
  onSelect: (id: string) => void;
}

const ROW_PX = 32;

/** The same entries as the picture, with the same selection. Only the rows in view are in the page. */
export function EntryTable({ entries, range, timeZone, height, narrow, selectedId, onSelect }: Props) {
  const styles = useStyles2(getStyles, narrow);
  const box = useRef<HTMLDivElement>(null);
  const start =
    selectedId === undefined ? firstAt(entries, range.from) : entries.findIndex(({ id }) => id === selectedId);
  const { first, after, onScroll, scrollTo } = useRowsInView(entries.length, height);
  useLayoutEffect(() => {
    scrollTo(box.current, Math.max(0, start));
    // Only when the table opens: afterwards the person scrolls.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const heads = [
    t('pirtimeline.column-time', 'Time'),
    t('pirtimeline.column-lane', 'Lane'),
    t('pirtimeline.column-kind', 'Kind'),
    t('pirtimeline.column-what', 'What'),
    t('pirtimeline.column-by', 'By'),
  ];
  return (
    <div
      ref={box}
      className={styles.box}
      style={{ height }}
      onScroll={onScroll}
      role="table"
      aria-label={t('pirtimeline.table', 'Entries of the timeline')}
      aria-rowcount={entries.length + 1}
    >
      <div role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} className={styles.row}>
          {heads.map((head) => (
            <span key={head} role="columnheader">
              {head}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: entries.length * ROW_PX, position: 'relative' }}>
        {entries.slice(first, after).map((entry, place) => {
          const outside = entry.at < range.from || entry.at > range.to;
          return (
            <div
              key={entry.id}
              role="row"
              aria-rowindex={first + place + 2}
              aria-selected={entry.id === selectedId}
              className={cx(
                styles.row,
                styles.placed,
                outside && styles.outside,
                entry.id === selectedId && styles.selected
              )}
              style={{ transform: `translateY(${(first + place) * ROW_PX}px)` }}
            >
              <span role="cell" className={styles.time}>
                {fullTime(entry.at, timeZone)}
              </span>
              <span role="cell">{laneName(entry.lane)}</span>
              <span role="cell">{kindName(entry.kind)}</span>
              <span role="cell">
                <button type="button" className={styles.pick} onClick={() => onSelect(entry.id)}>
                  {entryLabel(entry)}
                </button>
              </span>
              <span role="cell">{entry.actor}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Rows drawn before and after those in view, so that scrolling shows no empty place. */
const SPARE = 10;

/** Which rows are in view of a box of this height: all are equally high, so that follows from where it is scrolled to. */
function useRowsInView(count: number, height: number) {
  const [top, setTop] = useState(0);
  const first = Math.max(0, Math.min(count, Math.floor(top / ROW_PX)) - SPARE);
  return {
    first,
    after: Math.min(count, Math.ceil((top + height) / ROW_PX) + SPARE),
    onScroll: ({ currentTarget }: UIEvent<HTMLElement>) => setTop(currentTarget.scrollTop),
    /** Brings a row to the middle. */
    scrollTo: (box: HTMLElement | null, row: number) => {
      const wanted = Math.max(0, row * ROW_PX - height / 2);
      setTop(wanted);
      box?.scrollTo?.({ top: wanted });
    },
  };
}

const getStyles = (theme: GrafanaTheme2, narrow: boolean) => ({
  box: css({ overflow: 'auto', fontSize: theme.typography.bodySmall.fontSize }),
  head: css({
    position: 'sticky',
    top: 0,
    zIndex: 1,
    background: theme.colors.background.primary,
    color: theme.colors.text.secondary,
    fontWeight: theme.typography.fontWeightMedium,
    borderBottom: `1px solid ${theme.colors.border.medium}`,
  }),
  row: css({
    display: 'grid',
    gridTemplateColumns: narrow ? '132px 0 0 minmax(0, 1fr) 0' : '150px 90px 150px minmax(0, 1fr) 130px',
    alignItems: 'center',
    gap: theme.spacing(1),
    height: ROW_PX,
    padding: theme.spacing(0, 1),
    '& > span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  }),
  placed: css({
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '&:hover': { background: theme.colors.action.hover },
  }),
  outside: css({ color: theme.colors.text.secondary }),
  selected: css({ background: theme.colors.action.selected, boxShadow: `inset 2px 0 ${theme.colors.primary.border}` }),
  time: css({ fontVariantNumeric: 'tabular-nums' }),
  pick: css({
    maxWidth: '100%',
    padding: 0,
    border: 0,
    background: 'none',
    color: 'inherit',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    textAlign: 'left',
  }),
});
