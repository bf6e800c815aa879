import { type Entry, type Range } from './types';

/**
 * Times longer than `longerThanMs` in which no entry was made, between the first and the last of them.
 * Entries in order of time; one that lasts fills its time.
 */
export function gapsOf(entries: readonly Entry[], longerThanMs: number): Range[] {
  const gaps: Range[] = [];
  let until: number | undefined;
  for (const { at, end = at } of entries) {
    if (until !== undefined && at - until > longerThanMs) {
      gaps.push({ from: until, to: at });
    }
    until = Math.max(until ?? end, end);
  }
  return gaps;
}

const LEAST_MS = 5 * 60_000;

/** A gap that stands out of an incident of this length: an eighth of it, at least five minutes. */
export function usualGap({ from, to }: Range): number {
  return Math.max(LEAST_MS, (to - from) / 8);
}
