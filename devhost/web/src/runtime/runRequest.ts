import {
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  type PanelData,
  type TimeRange,
  LoadingState,
  dateMath,
  toDataFrame,
} from '@grafana/data';
import { toDataQueryError } from '@grafana/runtime';
import { type Observable, catchError, from, map, merge, of, shareReplay, takeUntil, timer } from 'rxjs';

type QueryFunction = (request: DataQueryRequest) => Observable<DataQueryResponse> | Promise<DataQueryResponse>;

/** How long a query may take before the panel shows that it is loading. */
const loadingAfterMs = 200;

function freshRange(range: TimeRange): TimeRange {
  const { raw } = range;
  if (typeof raw.from !== 'string' || typeof raw.to !== 'string') {
    return range;
  }
  return { from: dateMath.parse(raw.from, false) ?? range.from, to: dateMath.parse(raw.to, true) ?? range.to, raw };
}

/** Custom queries of variables answer values instead of frames; Grafana hands them on as they are. */
function isValue(answer: object): boolean {
  return 'text' in answer && !('fields' in answer);
}

/** Merges the packets of one request: each key keeps its last packet. */
function collector(request: DataQueryRequest) {
  const packets = new Map<string, DataQueryResponse>();
  return (packet: DataQueryResponse): PanelData => {
    packets.set(packet.key ?? packet.data?.[0]?.refId ?? 'A', packet);
    const all = [...packets.values()];
    const errors = all.flatMap((p) => p.errors ?? (p.error ? [p.error] : []));
    const frames = all.flatMap((p) => p.data ?? []).map((f) => (isValue(f) ? f : toDataFrame(f)));
    const state = errors.length ? LoadingState.Error : (packet.state ?? LoadingState.Done);
    const live = state === LoadingState.Streaming;
    return {
      state,
      series: frames.filter((f) => f.meta?.dataTopic !== 'annotations'),
      annotations: frames.filter((f) => f.meta?.dataTopic === 'annotations'),
      errors: errors.length ? errors : undefined,
      error: errors[0],
      request: { ...request, endTime: Date.now() },
      // Live data would run out of a window that stands still.
      timeRange: live ? freshRange(request.range) : request.range,
    };
  };
}

/** Runs a request against a data source and emits panel data, as Grafana's own query runner does. */
export function runRequest(
  ds: DataSourceApi,
  original: DataQueryRequest,
  queryFn?: QueryFunction
): Observable<PanelData> {
  const targets = original.targets.filter((t) => !ds.filterQuery || ds.filterQuery(t));
  const request = { ...original, targets, startTime: Date.now() };
  const base: PanelData = { state: LoadingState.Done, series: [], timeRange: request.range, request };
  if (!targets.length) {
    return of(base);
  }
  const query: QueryFunction = queryFn ?? ((r) => ds.query(r));
  const results = from(query(request)).pipe(
    map(collector(request)),
    catchError((cause: unknown) => {
      const error = toDataQueryError(cause as Error);
      return of({ ...base, state: LoadingState.Error, error, errors: [error] });
    }),
    // Replayed, so that a data source that answers at once is not asked a second time.
    shareReplay({ bufferSize: 1, refCount: true })
  );
  const loading = timer(loadingAfterMs).pipe(
    map(() => ({ ...base, state: LoadingState.Loading })),
    takeUntil(results)
  );
  return merge(results, loading);
}
