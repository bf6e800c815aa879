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

/**
 * Puts the entries of a lane (by time) that lie within the scale's range into rows, and those without a free place into clusters.
 * One pass over the entries in view: rows are few, so the cost is linear.
 */
export function pack(entries: readonly Entry[], scale: Scale, limits: Limits): Packed {
  const lastOf: Array<Mark | undefined> = Array.from({ length: Math.max(1, limits.rows) });
  const marks: Mark[] = [];
  for (const entry of inView(entries, scale)) {
    const x = toX(scale, entry.at);
    const end = entry.end === undefined ? x : Math.max(x, toX(scale, entry.end));
    const row = freeRow(lastOf, x, limits);
    if (row === undefined) {
      join(nearest(lastOf), entry, end);
      continue;
    }
    const mark = { entries: [entry], x, end, row, room: 0 };
    lastOf[row] = mark;
    marks.push(mark);
  }
  giveRoom(marks, scale.left + scale.width, limits);
  return { marks, rows: marks.reduce((most, { row }) => Math.max(most, row + 1), 1) };
}

/** Entries of the range by binary search, and the few that began before it and still last. */
export function inView(entries: readonly Entry[], { range }: Scale): Entry[] {
  const first = firstAt(entries, range.from);
  const after = firstAt(entries, range.to + 1);
  const lasting = entries.slice(0, first).filter(({ end }) => end !== undefined && end >= range.from);
  return [...lasting, ...entries.slice(first, after)];
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
function freeRow(lastOf: ReadonlyArray<Mark | undefined>, x: number, { markPx, textPx }: Limits): number | undefined {
  const withText = lastOf.findIndex((last) => !last || textEnd(last, markPx, textPx) <= x);
  if (withText >= 0) {
    return withText;
  }
  const ends = lastOf.map((last) => (last ? last.end + markPx : 0));
  const earliest = Math.min(...ends);
  return earliest <= x ? ends.indexOf(earliest) : undefined;
}

function textEnd({ end, entries }: Mark, markPx: number, textPx: Limits['textPx']): number {
  const [only, ...more] = entries;
  return end + markPx + (only && more.length === 0 ? textPx(only) + TEXT_GAP : TEXT_GAP);
}

function nearest(lastOf: ReadonlyArray<Mark | undefined>): Mark | undefined {
  return lastOf.reduce((best, one) => (one && (!best || one.x > best.x) ? one : best), undefined);
}

function join(mark: Mark | undefined, entry: Entry, end: number): void {
  mark?.entries.push(entry);
  if (mark) {
    mark.end = Math.max(mark.end, end);
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
