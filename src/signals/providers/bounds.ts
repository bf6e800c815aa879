import { LIMITS } from '../limits';

/** A query of PromQL or LogQL that answers a limited number of series at every point in time: those with the highest values. */
export function mostSeries(expr: string): string {
  // A comment ends with its line.
  const end = expr.includes('#') ? '\n' : '';
  return `topk(${LIMITS.seriesAsked}, ${expr.trim()}${end})`;
}
