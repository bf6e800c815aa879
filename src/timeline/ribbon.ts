import { type Entry, type Range } from './types';

export interface SeveritySpan extends Range {
  severity: string;
}

/** Severity over time: each entry that has one sets it until the next; it ends with the incident, or at `end`. */
export function severitySpans(entries: readonly Entry[], end: number): SeveritySpan[] {
  const spans: SeveritySpan[] = [];
  for (const { at, severity } of entries) {
    const last = spans.at(-1);
    if (!severity || severity === last?.severity || at >= end) {
      continue;
    }
    if (last) {
      last.to = at;
    }
    spans.push({ severity, from: at, to: end });
  }
  return spans.filter(({ from, to }) => to > from);
}
