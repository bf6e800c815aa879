import {
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  FieldType,
  toDataFrame,
} from '@grafana/data';
import { type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { of, throwError } from 'rxjs';

interface Query extends DataQuery {
  expr: string;
}

interface FakeSource {
  uid: string;
  name: string;
  isDefault?: boolean;
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
    getList: () => list,
    getInstanceSettings: (uid: string) => list.find((one) => one.uid === uid),
    get: async ({ uid }: { uid: string }) => {
      const source = sources.find((one) => one.uid === uid);
      if (!source) {
        throw new Error(`Datasource ${uid} was not found`);
      }
      return {
        getRef: () => ({ type: 'prometheus', uid }),
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

function settingsOf({ uid, name, isDefault = false }: FakeSource): DataSourceInstanceSettings {
  const meta = { id: 'prometheus', name: 'Prometheus', info: { logos: { small: '', large: '' } } };
  return {
    uid,
    name,
    isDefault,
    meta,
    type: 'prometheus',
    readOnly: false,
    jsonData: {},
  } as DataSourceInstanceSettings;
}
