import {
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  FieldType,
  toDataFrame,
} from '@grafana/data';
import { type DataSourceSrv, type GetDataSourceListFilters, setDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { of, throwError } from 'rxjs';

interface Query extends DataQuery {
  expr: string;
}

interface FakeSource {
  uid: string;
  name: string;
  isDefault?: boolean;
  /** Plugin id; absent: prometheus. */
  type?: string;
  /** What a probe finds: metrics, fields or labels. */
  names?: string[];
  /** Values of labels, by the label. */
  values?: Record<string, string[]>;
  /** Every call of the data source's own API. */
  onResource?: (path: string, params?: Record<string, string>) => void;
  /** Absent: it answers without data. */
  answer?: (query: Query) => DataFrame[];
  /** It fails as a whole, as one that is down does. */
  down?: string;
  /** Grafana cancelled the request, or its own part failed. */
  cancelled?: string;
}

/** Replaces Grafana's data sources by these Prometheus ones; returns the requests that they get. */
export function fakePrometheus(...sources: FakeSource[]): Array<DataQueryRequest<Query>> {
  const requests: Array<DataQueryRequest<Query>> = [];
  const list = sources.map(settingsOf);
  const service = {
    getList: ({ filter = () => true, pluginId }: GetDataSourceListFilters = {}) =>
      list.filter((one) => filter(one) && (pluginId === undefined || one.meta.id === pluginId)),
    getInstanceSettings: (uid: string) => list.find((one) => one.uid === uid),
    get: async ({ uid }: { uid: string }) => {
      const source = sources.find((one) => one.uid === uid);
      if (!source) {
        throw new Error(`Datasource ${uid} was not found`);
      }
      return {
        name: source.name,
        getRef: () => ({ type: source.type ?? 'prometheus', uid }),
        getResource: (path: string, params?: Record<string, string>) => resource(source, path, params),
        metricFindQuery: async () => (await resource(source, '__name__', {})).data.map((text) => ({ text })),
        query: (request: DataQueryRequest<Query>) => {
          requests.push(request);
          return respond(source, request);
        },
      };
    },
  };
  setDataSourceSrv(service as unknown as DataSourceSrv);
  return requests;
}

const NAMES = ['http_server_request_duration_seconds_count'];

async function resource(
  { names = NAMES, values = {}, down, onResource }: FakeSource,
  path: string,
  params?: Record<string, string>
) {
  onResource?.(path, params);
  if (down) {
    throw new Error(down);
  }
  const label = /label\/(\w+)\/values/.exec(path)?.[1] ?? '__name__';
  return { data: label === '__name__' ? names : (values[label] ?? []) };
}

function respond({ answer, down, cancelled }: FakeSource, { targets }: DataQueryRequest<Query>) {
  if (down) {
    return throwError(() => new Error(down));
  }
  if (cancelled) {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- all that Grafana 13 sets then
    return of<DataQueryResponse>({ data: [], error: { message: cancelled } });
  }
  const data = targets.flatMap((query) => (answer?.(query) ?? []).map((frame) => ({ ...frame, refId: query.refId })));
  const response: DataQueryResponse = { data };
  return of(response);
}

/** One sample, as an instant query answers it. */
export function aSample(labels: Record<string, string>, value: number): DataFrame {
  return toDataFrame({
    fields: [
      { name: 'Time', type: FieldType.time, values: [0] },
      { name: 'Value', type: FieldType.number, values: [value], labels },
    ],
  });
}

function settingsOf({ uid, name, isDefault = false, type = 'prometheus' }: FakeSource): DataSourceInstanceSettings {
  const meta = { id: type, name: 'Prometheus', info: { logos: { small: '', large: '' } } };
  return {
    uid,
    name,
    isDefault,
    meta,
    type,
    readOnly: false,
    jsonData: {},
  } as DataSourceInstanceSettings;
}
