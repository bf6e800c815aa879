import { type Range } from './types';

/** A linear scale between a time range and pixels; `left` is where the range begins. */
export interface Scale {
  range: Range;
  left: number;
  width: number;
}

export function toX({ range, left, width }: Scale, at: number): number {
  return left + ((at - range.from) / spanOf(range)) * width;
}

export function toTime({ range, left, width }: Scale, x: number): number {
  return Math.round(range.from + ((x - left) / Math.max(1, width)) * spanOf(range));
}

/** Never 0, so that a range of one moment can be drawn. */
const spanOf = ({ from, to }: Range) => Math.max(1, to - from);

/** Keeps a pixel within the drawn range. */
export function clampX({ left, width }: Scale, x: number): number {
  return Math.min(Math.max(x, left), left + width);
}

/** The range between two pixels, whichever is further left; undefined when it is too short to be meant. */
export function brushed(scale: Scale, a: number, b: number, shortestPx = 5): Range | undefined {
  if (Math.abs(a - b) < shortestPx) {
    return undefined;
  }
  const from = toTime(scale, clampX(scale, Math.min(a, b)));
  return { from, to: Math.max(from + 1, toTime(scale, clampX(scale, Math.max(a, b)))) };
}

/** The range times `factor` around `centre` (milliseconds): below 1 nearer, above 1 wider. */
export function zoomed({ from, to }: Range, factor: number, centre = (from + to) / 2): Range {
  return { from: Math.round(centre - (centre - from) * factor), to: Math.round(centre + (to - centre) * factor) };
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((n) => n * DAY),
];

export interface Ticks {
  /** Milliseconds between two of them. */
  step: number;
  at: number[];
}

/**
 * Round times with at least `spacePx` between them.
 * `offsetAt` gives the minutes of the zone east of UTC, so that days begin at the zone's midnight.
 */
export function ticks(scale: Scale, spacePx: number, offsetAt: (at: number) => number = () => 0): Ticks {
  const { from, to } = scale.range;
  const wanted = (spanOf(scale.range) * spacePx) / Math.max(1, scale.width);
  const step = STEPS.find((one) => one >= wanted) ?? Math.ceil(wanted / DAY) * DAY;
  const offset = offsetAt(from) * MINUTE;
  const at: number[] = [];
  for (let local = Math.ceil((from + offset) / step) * step; local - offset <= to; local += step) {
    // A step that begins under the other clock of a summer-time change is moved to stay round.
    const plain = local - offset;
    at.push(plain + (offset - offsetAt(plain) * MINUTE) * Number(step >= HOUR));
  }
  return { step, at: at.filter((time) => time >= from && time <= to) };
}

/** What a tick says: with seconds, the time of day, or the date. */
export function tickFormat(step: number, range: Range): string {
  if (step >= DAY) {
    return 'MM-DD';
  }
  if (step < MINUTE) {
    return 'HH:mm:ss';
  }
  return range.to - range.from > 2 * DAY ? 'MM-DD HH:mm' : 'HH:mm';
}
