import { type Scale, toX } from './scale';
import { type Entry } from './types';

/** One mark of a lane: an entry, or several that fall on the same pixels. */
export interface Mark {
  entries: Entry[];
  /** Pixel of the first entry, and of the end of a period; of a cluster, from its first to its last entry. */
  x: number;
  end: number;
  /** Row inside of the lane, from 0. */
  row: number;
  /** Room for a text beside the mark, in pixels; 0 when there is none. */
  room: number;
}

export interface Packed {
  marks: Mark[];
  /** How many rows are used; at least 1. */
  rows: number;
}

interface Limits {
  /** Most rows. */
  rows: number;
  /** Width of a mark in pixels; what is nearer than that in all rows becomes one cluster. */
  markPx: number;
  /** What a text of an entry needs. */
  textPx: (entry: Entry) => number;
}

/** Texts shorter than this say nothing. */
const LEAST_ROOM = 34;
const TEXT_GAP = 8;

/** The last mark of a row and where it ends, in pixels: its sign, and its text. */
interface RowEnd {
  mark: Mark;
  sign: number;
  text: number;
}

/**
 * Puts the entries of a lane (by time) that lie within the scale's range into rows, and those without a free place into clusters.
 * One pass over the entries in view: rows are few, so the cost is linear. What began before the range is drawn from its edge.
 */
export function pack(entries: readonly Entry[], scale: Scale, limits: Limits): Packed {
  const rows: RowEnd[] = [];
  const most = Math.max(1, limits.rows);
  const marks: Mark[] = [];
  const right = scale.left + scale.width;
  for (const entry of inView(entries, scale)) {
    const x = Math.max(scale.left, toX(scale, entry.at));
    const end = entry.end === undefined ? x : Math.min(right, Math.max(x, toX(scale, entry.end)));
    const row = freeRow(rows, most, x);
    if (row === undefined) {
      join(nearest(rows), entry, end, limits);
      continue;
    }
    const mark = { entries: [entry], x, end, row, room: 0 };
    const sign = end + limits.markPx;
    rows[row] = { mark, sign, text: sign + limits.textPx(entry) + TEXT_GAP };
    marks.push(mark);
  }
  giveRoom(marks, right, limits);
  return { marks, rows: Math.max(1, rows.length) };
}

/** Those entries of a lane that last, so that a step of a brush need not look for them among all. */
const lasting = new WeakMap<readonly Entry[], Entry[]>();

function lastingOf(entries: readonly Entry[]): Entry[] {
  const known = lasting.get(entries);
  if (known) {
    return known;
  }
  const found = entries.filter(({ end }) => end !== undefined);
  lasting.set(entries, found);
  return found;
}

/** Entries of the range by binary search, and those that began before it and still last. */
export function inView(entries: readonly Entry[], { range }: Scale): Entry[] {
  const first = firstAt(entries, range.from);
  const after = firstAt(entries, range.to + 1);
  const before = lastingOf(entries).filter(({ at, end = at }) => at < range.from && end >= range.from);
  return [...before, ...entries.slice(first, after)];
}

/** Index of the first entry at or after a time. */
export function firstAt(entries: readonly Entry[], at: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.at ?? Infinity) < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The first row where the text of the entry before ends in time; else where at least its mark does. */
function freeRow(rows: readonly RowEnd[], most: number, x: number): number | undefined {
  const withText = rows.findIndex(({ text }) => text <= x);
  if (withText >= 0) {
    return withText;
  }
  if (rows.length < most) {
    return rows.length;
  }
  const earliest = rows.reduce((best, { sign }, row) => (sign < (rows[best]?.sign ?? Infinity) ? row : best), 0);
  return (rows[earliest]?.sign ?? 0) <= x ? earliest : undefined;
}

function nearest(rows: readonly RowEnd[]): RowEnd | undefined {
  return rows.reduce<RowEnd | undefined>((best, one) => (!best || one.mark.x > best.mark.x ? one : best), undefined);
}

/** A cluster has no text. */
function join(row: RowEnd | undefined, entry: Entry, end: number, { markPx }: Limits): void {
  if (row) {
    row.mark.entries.push(entry);
    row.mark.end = Math.max(row.mark.end, end);
    row.sign = row.mark.end + markPx;
    row.text = row.sign + TEXT_GAP;
  }
}

function giveRoom(marks: Mark[], right: number, { markPx }: Limits): void {
  const nextX = new Map<number, number>();
  for (const mark of [...marks].reverse()) {
    const room = (nextX.get(mark.row) ?? right) - mark.end - markPx - TEXT_GAP;
    mark.room = room >= LEAST_ROOM ? room : 0;
    nextX.set(mark.row, mark.x - markPx / 2);
  }
}
