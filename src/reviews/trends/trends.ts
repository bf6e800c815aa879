import { type ActionItem } from '../../api/actionItems';
import { type ReviewSummary } from '../../api/reviews';

/** How often something came, most often first. */
export interface Count {
  id: string;
  count: number;
}

export interface Month {
  /** Such as 2026-08, in UTC. */
  month: string;
  /** That were published in it. */
  reviews: number;
  /** Median from the end of the incident to publication, in milliseconds. */
  median: number;
}

/** Where actions with a due date stand; those that were dropped do not count. */
export interface Punctuality {
  inTime: number;
  late: number;
  overdue: number;
  running: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Reviews whose incident was detected in the last so many days; all where no number is given. Drills teach nothing of this. */
export function within(reviews: readonly ReviewSummary[], days: number | undefined, now: number): ReviewSummary[] {
  return reviews.filter(
    ({ header }) =>
      !header.drill &&
      (days === undefined || !header.detectedAt || Date.parse(header.detectedAt) >= now - days * DAY_MS)
  );
}

export function triggerCounts(reviews: readonly ReviewSummary[]): Count[] {
  return counted(reviews.flatMap(({ trigger }) => trigger ?? []));
}

/** A factor that a review names twice counts once. */
export function factorCounts(reviews: readonly ReviewSummary[]): Count[] {
  return counted(reviews.flatMap(({ factors = [] }) => [...new Set(factors)]));
}

export function serviceCounts(reviews: readonly ReviewSummary[]): Count[] {
  return counted(reviews.flatMap(({ header }) => header.services));
}

function counted(ids: readonly string[]): Count[] {
  const counts = new Map<string, number>();
  ids.forEach((id) => counts.set(id, (counts.get(id) ?? 0) + 1));
  return [...counts]
    .map(([id, count]) => ({ id, count }))
    .sort((a, b) => b.count - a.count || a.id.localeCompare(b.id));
}

/** Time from the end of the incident to the published review, by month of publication, oldest first. */
export function reviewTimes(reviews: readonly ReviewSummary[]): Month[] {
  const spans = new Map<string, number[]>();
  for (const { header, publishedAt } of reviews) {
    const from = header.resolvedAt ?? header.detectedAt;
    if (publishedAt && from) {
      const month = new Date(publishedAt).toISOString().slice(0, 'YYYY-MM'.length);
      const span = Math.max(0, Date.parse(publishedAt) - Date.parse(from));
      spans.set(month, [...(spans.get(month) ?? []), span]);
    }
  }
  return [...spans]
    .map(([month, own]) => ({ month, reviews: own.length, median: median(own) }))
    .sort((a, b) => a.month.localeCompare(b.month));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

/** How many reviews were published before their due date, of those that have one and are due or published. */
export function publishedInTime(reviews: readonly ReviewSummary[]): { inTime: number; of: number } {
  const due = reviews.filter(({ dueAt, publishedAt, overdue }) => dueAt && (publishedAt || overdue));
  const inTime = due.filter(
    ({ dueAt = '', publishedAt }) => publishedAt && Date.parse(publishedAt) <= Date.parse(dueAt)
  );
  return { inTime: inTime.length, of: due.length };
}

export function punctuality(actions: readonly ActionItem[], numbers: ReadonlySet<number>): Punctuality {
  const sum: Punctuality = { inTime: 0, late: 0, overdue: 0, running: 0 };
  for (const item of actions) {
    const { dueAt, state } = item.action;
    if (numbers.has(item.number) && dueAt && state !== 'dropped') {
      sum[standing(item, dueAt)] += 1;
    }
  }
  return sum;
}

function standing({ doneAt, overdue }: ActionItem, dueAt: string): keyof Punctuality {
  if (doneAt) {
    return Date.parse(doneAt) <= Date.parse(dueAt) ? 'inTime' : 'late';
  }
  return overdue ? 'overdue' : 'running';
}
