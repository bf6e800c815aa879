import { type ReviewMonth } from '../../api/reviews';

/** How often something came, most often first. */
export interface Count {
  id: string;
  count: number;
  /** The same for each month, the oldest first. */
  byMonth: number[];
}

/** Adds up what the months count under the same name. */
export function counted(months: readonly ReviewMonth[], of: (month: ReviewMonth) => Record<string, number>): Count[] {
  const ids = new Set(months.flatMap((month) => Object.keys(of(month))));
  return [...ids]
    .map((id) => {
      const byMonth = months.map((month) => of(month)[id] ?? 0);
      return { id, count: byMonth.reduce((sum, count) => sum + count, 0), byMonth };
    })
    .sort((a, b) => b.count - a.count || a.id.localeCompare(b.id));
}

type Figure = {
  [K in keyof ReviewMonth]-?: ReviewMonth[K] extends number ? K : never;
}[keyof ReviewMonth];

/** One figure of all months together. */
export function total(months: readonly ReviewMonth[], figure: Figure): number {
  return months.reduce((sum, month) => sum + month[figure], 0);
}
