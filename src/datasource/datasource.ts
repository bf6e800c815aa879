import {
  type AnnotationSupport,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  DataSourceApi,
  type DataSourceInstanceSettings,
  type MetricFindValue,
  type ScopedVars,
  type TestDataSourceResponse,
  type TimeRange,
} from '@grafana/data';

import { request } from '../api/client';
import { reports, type ReportScope } from '../api/reports';
import { LAYERS, SEVERITIES, type Status, type TimelineEntry } from '../api/types';
import { interpolate } from './interpolate';
import { alertsFrame, annotationsFrame, countsFrame, durationsFrame, incidentsFrame } from './frames';
import { timelineFrame } from './timelineFrame';
import { DEFAULT_QUERY, type IncidentsQuery } from './types';
import { IncidentsVariables } from './variables';

/** Most rows that one query shows; the backend takes no more. */
const MAX_ROWS = { incidents: 5000, alerts: 500, timeline: 10_000 };
const DEFAULT_ROWS = { incidents: 1000, alerts: 50, timeline: 10_000 };
const TIMELINE_PAGE = 500;
const MAX_POINTS = 1000;

/** Strata's records for any dashboard: asks the app's own API with the rights of whoever looks. */
export class IncidentsDataSource extends DataSourceApi<IncidentsQuery> {
  annotations: AnnotationSupport<IncidentsQuery> = {
    getDefaultQuery: () => ({ kind: 'annotations' }),
    prepareQuery: ({ target }) => ({ refId: 'Anno', ...target, kind: 'annotations' }),
  };

  constructor(settings: DataSourceInstanceSettings) {
    super(settings);
    this.variables = new IncidentsVariables(this);
  }

  getDefaultQuery(): Partial<IncidentsQuery> {
    return DEFAULT_QUERY;
  }

  filterQuery(query: IncidentsQuery): boolean {
    return !query.hide && (query.kind !== 'timeline' || Boolean(query.incident?.trim()));
  }

  getQueryDisplayText({ kind }: IncidentsQuery): string {
    return kind;
  }

  interpolateVariablesInQueries(queries: IncidentsQuery[], scopedVars: ScopedVars): IncidentsQuery[] {
    return queries.map((query) => interpolate(query, scopedVars));
  }

  async query(asked: DataQueryRequest<IncidentsQuery>): Promise<DataQueryResponse> {
    const queries = asked.targets.filter((query) => this.filterQuery(query));
    const answers = await Promise.allSettled(queries.map((query) => this.frameOf(query, asked)));
    const data = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    const errors = answers.flatMap((answer, index) =>
      answer.status === 'rejected' ? [{ refId: queries[index]?.refId, message: messageOf(answer.reason) }] : []
    );
    return errors.length > 0 ? { data, errors } : { data };
  }

  private async frameOf(query: IncidentsQuery, asked: DataQueryRequest<IncidentsQuery>): Promise<DataFrame> {
    const ready = interpolate(query, asked.scopedVars);
    const scope = scopeOf(ready, asked.range);
    const { refId, by = 'nothing' } = ready;
    switch (ready.kind) {
      case 'counts': {
        const report = await reports.counts(scope, stepOf(asked), by);
        return countsFrame(report, refId, ready.measure ?? 'opened', by);
      }
      case 'durations':
        return durationsFrame(await reports.durations(scope, by), refId, ready.statistic ?? 'p50', by);
      case 'alerts':
        return alertsFrame(await reports.alerts(scope, limitOf(ready, 'alerts')), refId);
      case 'timeline':
        return timelineFrames(ready);
      default:
        return incidentFrames(ready, scope, asked.range);
    }
  }

  // Grafana calls this for "Save & test".
  async testDatasource(): Promise<TestDataSourceResponse> {
    const status = await request<Status>('GET', '/status');
    const broken = status.parts.find(({ id, state }) => id === 'store' && state === 'error');
    return broken
      ? { status: 'error', message: [broken.message, broken.fix].filter(Boolean).join(' ') }
      : { status: 'success', message: `Strata ${status.version} answers.` };
  }

  /** Values of a variable; services and incidents are those of the dashboard's time range. */
  async values(kind: string, range: TimeRange): Promise<MetricFindValue[]> {
    if (kind === 'severities' || kind === 'layers') {
      return (kind === 'layers' ? LAYERS : SEVERITIES).map((text) => ({ text }));
    }
    const { incidents } = await reports.incidents(scopeOf({}, range), MAX_ROWS.incidents, false);
    if (kind === 'services') {
      return [...new Set(incidents.flatMap(({ services }) => services))].sort().map((text) => ({ text }));
    }
    return incidents.map(({ number, severity, title }) => ({
      text: `#${number} ${severity} ${title}`,
      value: String(number),
    }));
  }
}

async function incidentFrames(query: IncidentsQuery, scope: ReportScope, range: TimeRange): Promise<DataFrame> {
  const { incidents, truncated } = await reports.incidents(scope, limitOf(query, 'incidents'), query.drills ?? false);
  const now = Math.min(Date.now(), range.to.valueOf());
  const frame =
    query.kind === 'annotations'
      ? annotationsFrame(incidents, query.refId, now)
      : incidentsFrame(incidents, query.refId, Date.now());
  if (truncated) {
    const text = `Only the latest ${incidents.length} incidents of the range are shown. Shorten the range or raise the limit.`;
    frame.meta = { ...frame.meta, notices: [{ severity: 'warning', text }] };
  }
  return frame;
}

async function timelineFrames(query: IncidentsQuery): Promise<DataFrame> {
  const number = incidentNumber(query.incident);
  const [{ entries, truncated }, { incident }] = await Promise.all([
    timelineOf(number, limitOf(query, 'timeline')),
    reports.incident(number),
  ]);
  const frame = timelineFrame(entries, incident, query.refId);
  if (truncated) {
    const way =
      entries.length < MAX_ROWS.timeline
        ? `Raise the limit, up to ${MAX_ROWS.timeline}.`
        : 'That is the most a dashboard shows; the page of the incident has all of them.';
    const text = `Only the first ${entries.length} entries of the timeline are shown, in the order they were recorded. ${way}`;
    frame.meta = { ...frame.meta, notices: [{ severity: 'warning', text }] };
  }
  return frame;
}

async function timelineOf(number: number, limit: number): Promise<{ entries: TimelineEntry[]; truncated: boolean }> {
  const entries: TimelineEntry[] = [];
  let after: number | undefined = 0;
  while (after !== undefined && entries.length < limit) {
    const page = await reports.timeline(number, after, Math.min(TIMELINE_PAGE, limit - entries.length));
    entries.push(...page.entries);
    after = page.next;
  }
  return { entries, truncated: after !== undefined };
}

function incidentNumber(text = ''): number {
  const number = Number(text.trim().replace(/^#/, ''));
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`"${text}" is not the number of an incident. Write a number, or a variable that holds one.`);
  }
  return number;
}

function limitOf({ limit }: IncidentsQuery, kind: keyof typeof MAX_ROWS): number {
  return Math.min(Math.max(1, limit ?? DEFAULT_ROWS[kind]), MAX_ROWS[kind]);
}

/** Seconds per point: what the panel asks for, but never more points than the backend gives. */
function stepOf({ intervalMs, range }: DataQueryRequest): number {
  const fewest = (range.to.valueOf() - range.from.valueOf()) / 1000 / (MAX_POINTS - 1);
  return Math.max(1, Math.ceil(Math.max(intervalMs / 1000, fewest)));
}

function scopeOf(query: Partial<IncidentsQuery>, range: TimeRange): ReportScope {
  const { severity = [], layer = [], service = [], words } = query;
  return {
    from: range.from.valueOf(),
    to: range.to.valueOf(),
    severity: SEVERITIES.filter((one) => severity.includes(one)),
    layer: LAYERS.filter((one) => layer.includes(one)),
    service,
    q: words,
  };
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
