import { LIMITS } from '../limits';

/** A query of PromQL or LogQL that answers a limited number of series at every point in time: those with the highest values. */
export function mostSeries(expr: string): string {
  return among('topk', LIMITS.seriesAsked, expr);
}

/** The values of an alert condition that come nearest to firing, or fire. */
export function worstSeries(expr: string, op?: string): string {
  return among(op?.startsWith('<') ? 'bottomk' : 'topk', LIMITS.conditionSeries, expr);
}

function among(operator: 'topk' | 'bottomk', most: number, expr: string): string {
  // A comment ends with its line.
  const end = expr.includes('#') ? '\n' : '';
  return `${operator}(${most}, ${expr.trim()}${end})`;
}
