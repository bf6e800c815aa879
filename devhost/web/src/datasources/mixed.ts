import {
  type DataQuery,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  DataSourceApi,
  LoadingState,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type Observable, catchError, combineLatest, from, map, mergeMap, of } from 'rxjs';

export const MIXED_UID = '-- Mixed --';

/** Grafana's mixed data source: each query goes to its own data source, the answers come back as one. */
export class MixedSource extends DataSourceApi {
  override query(request: DataQueryRequest): Observable<DataQueryResponse> {
    const uids = [...new Set(request.targets.map(uidOf))];
    const answers = uids.map((uid) =>
      this.part(uid, { ...request, targets: request.targets.filter((target) => uidOf(target) === uid) })
    );
    return answers.length === 0 ? of({ data: [] }) : combineLatest(answers).pipe(map(merge));
  }

  private part(uid: string, request: DataQueryRequest): Observable<DataQueryResponse> {
    // Requests with the same id would cancel each other.
    const own = { ...request, requestId: `mixed-${uid}-${request.requestId}` };
    return from(getDataSourceSrv().get({ uid }, request.scopedVars)).pipe(
      mergeMap((source) => from(source.query(own))),
      catchError((error) => of(failed(request.targets, error)))
    );
  }

  override testDatasource() {
    return Promise.resolve({ status: 'success', message: 'Mixed' });
  }
}

const uidOf = ({ datasource }: DataQuery) => datasource?.uid ?? '';

function failed([first]: DataQuery[], error: unknown): DataQueryResponse {
  const message = error instanceof Error ? error.message : String(Reflect.get(Object(error), 'statusText') ?? error);
  return { data: [], state: LoadingState.Error, errors: [{ refId: first?.refId, message }] };
}

function merge(answers: DataQueryResponse[]): DataQueryResponse {
  const errors = answers.flatMap((answer) => answer.errors ?? []);
  return {
    data: answers.flatMap(({ data }) => data),
    errors: errors.length > 0 ? errors : undefined,
    state: answers.some(({ state }) => state === LoadingState.Loading) ? LoadingState.Loading : LoadingState.Done,
  };
}

export const MIXED_SETTINGS = {
  id: -1,
  uid: MIXED_UID,
  name: MIXED_UID,
  type: 'mixed',
  access: 'proxy',
  readOnly: true,
  jsonData: {},
  meta: {
    id: 'mixed',
    name: 'Mixed',
    type: 'datasource',
    module: 'core:plugin/mixed',
    baseUrl: '',
    mixed: true,
    info: {
      author: { name: '' },
      description: '',
      links: [],
      logos: { large: '', small: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  },
} as unknown as DataSourceInstanceSettings;
