import { type DataSourceInstanceSettings } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { t } from '@grafana/i18n';

/** Where a trace can be looked at. */
export interface TraceTarget {
  uid: string;
  name: string;
  /** Text of the link. */
  title: string;
  query: DataQuery & Record<string, unknown>;
}

type Candidate = Pick<DataSourceInstanceSettings, 'uid' | 'name' | 'type'> & { jsonData: object };

/** Stands for the id of the trace in a data link. */
const ID = '${__value.raw}';
const DOCUMENTS = '500';

/**
 * Tempo, Jaeger or Zipkin where there is one; else an Elasticsearch with APM's traces; else the one of the logs, which
 * at least has every line of the trace.
 */
export function chooseTraceTarget(list: Candidate[], logsUid: string | undefined): TraceTarget | undefined {
  for (const [type, query] of Object.entries(TRACERS)) {
    const found = list.find((one) => one.type === type);
    if (found) {
      return target(found, t('logs.open-trace', 'Open trace in {{name}}', nameOf(found)), query);
    }
  }
  const elastic = list.filter(({ type }) => type === 'elasticsearch');
  const apm = elastic.find(hasTraces);
  const logs = elastic.find(({ uid }) => uid === logsUid);
  if (apm) {
    return target(apm, t('logs.open-spans', 'Spans of this trace in {{name}}', nameOf(apm)), ALL_DOCUMENTS);
  }
  return logs && target(logs, t('logs.open-lines', 'All lines of this trace'), ALL_DOCUMENTS);
}

const TRACERS: Record<string, DataQuery & Record<string, unknown>> = {
  tempo: { refId: 'A', queryType: 'traceql', query: ID },
  jaeger: { refId: 'A', query: ID },
  zipkin: { refId: 'A', queryType: 'traceID', query: ID },
};

const ALL_DOCUMENTS = {
  refId: 'A',
  query: `trace.id:"${ID}"`,
  metrics: [{ id: '1', type: 'logs', settings: { limit: DOCUMENTS } }],
  bucketAggs: [],
  timeField: '@timestamp',
};

function target({ uid, name, type }: Candidate, title: string, query: TraceTarget['query']): TraceTarget {
  return { uid, name, title, query: { ...query, datasource: { uid, type } } };
}

function nameOf({ name }: Candidate) {
  return { name, interpolation: { escapeValue: false } };
}

/** Elastic APM writes to `traces-apm*`, before version 8 to `apm-*`. */
function hasTraces({ name, jsonData }: Candidate): boolean {
  const index: unknown = Reflect.get(jsonData, 'index');
  return (typeof index === 'string' && /(^|,)\s*(traces-|apm-)/.test(index)) || /\bapm\b/i.test(name);
}
