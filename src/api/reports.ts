import { request } from './client';
import {
  type AlertReport,
  type CountReport,
  type DurationReport,
  type IncidentDetail,
  type IncidentReport,
  type Layer,
  type Severity,
  type TimelineEntry,
  type TimelinePage,
} from './types';

/** What a report is about; times in milliseconds since 1970. */
export interface ReportScope {
  from: number;
  to: number;
  severity?: Severity[];
  layer?: Layer[];
  service?: string[];
  q?: string;
}

type Split = 'nothing' | 'severity' | 'layer' | 'service';

/** Reports for code outside of React: data sources. Each throws ApiError. */
export const reports = {
  incidents: (scope: ReportScope, limit: number, drills: boolean) =>
    request<IncidentReport>('GET', '/reports/incidents', { query: { ...query(scope), limit, drills: String(drills) } }),
  /** step in seconds. */
  counts: (scope: ReportScope, step: number, by: Split) =>
    request<CountReport>('GET', '/reports/counts', { query: { ...query(scope), step, by } }),
  durations: (scope: ReportScope, by: Split) =>
    request<DurationReport>('GET', '/reports/durations', { query: { ...query(scope), by } }),
  alerts: (scope: ReportScope, limit: number) =>
    request<AlertReport>('GET', '/reports/alerts', { query: { ...query(scope), limit } }),
  incident: (number: number) => request<IncidentDetail>('GET', `/incidents/${number}`),
  /** One page of an incident's timeline, by `seq`. */
  timeline: (number: number, after: number, limit: number) =>
    request<TimelinePage>('GET', `/incidents/${number}/timeline`, { query: { after, limit } }),
};

function query({ from, to, ...rest }: ReportScope) {
  return { ...rest, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** Times in milliseconds since 1970. */
interface CorrectedTime {
  /** Without it the correction is taken back. */
  at: number | undefined;
  /** What the person saw: 409 `changed_meanwhile` when it is another time by now. */
  seen: number;
}

/** Says when an entry really happened; when it was recorded stays. Editors only. */
export function correctEntry(number: number, seq: number, { at, seen }: CorrectedTime): Promise<TimelineEntry> {
  const body = { at: at === undefined ? undefined : new Date(at).toISOString(), seen: new Date(seen).toISOString() };
  return request('PATCH', `/incidents/${number}/timeline/${seq}`, { body });
}
