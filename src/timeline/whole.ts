import { type Entry, type Milestones, type Range } from './types';

const LEAST_MS = 60_000;

/** The range of all entries (by time) and of the incident, with a little room at both ends; undefined without any. */
export function wholeRange(entries: readonly Entry[], milestones: Milestones): Range | undefined {
  const times = Object.values(milestones).filter((at): at is number => at !== undefined);
  const ends = entries.reduce((last, { at, end = at }) => Math.max(last, end), -Infinity);
  const from = Math.min(entries[0]?.at ?? Infinity, ...times);
  const to = Math.max(ends, ...times);
  if (!Number.isFinite(from) || !Number.isFinite(to)) {
    return undefined;
  }
  const room = Math.max(LEAST_MS, (to - from) * 0.04);
  return { from: Math.round(from - room), to: Math.round(to + room) };
}
