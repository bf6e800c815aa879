import {
  type DataFrame,
  type DataQueryError,
  type DataQueryResponse,
  dateTime,
  FieldType,
  type TimeRange,
} from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { getDataSourceSrv } from '@grafana/runtime';
import { uniqueId } from 'lodash';
import { from, lastValueFrom } from 'rxjs';

import { PLUGIN_ID } from '../constants';
import { refId } from './explore';

export interface InstantQuery {
  key: string;
  expr: string;
}

export interface Sample {
  labels: Record<string, string>;
  value: number;
}

export interface InstantResult {
  /** Samples by the key of the query; a query without samples has an empty list. */
  found: Map<string, Sample[]>;
  /** What the data source said, by the key of the query that failed. */
  failed: Map<string, string>;
}

interface InstantTarget extends DataQuery {
  expr: string;
  instant: true;
  range: false;
  format: 'time_series';
}

/** Queries per request: enough to be one request for a layer, few enough for the data source's concurrency. */
const BATCH = 20;
const WINDOW_MS = 5 * 60_000;
/** What the data source is told about the wanted resolution; an instant query has one point. */
const INTERVAL_MS = 15_000;

/** Asks a Prometheus data source for the values now, several queries per request. Throws only if it does not exist. */
export async function instantVectors(dataSourceUid: string, queries: InstantQuery[]): Promise<InstantResult> {
  const result: InstantResult = { found: new Map(), failed: new Map() };
  for (let start = 0; start < queries.length; start += BATCH) {
    await runBatch(dataSourceUid, queries.slice(start, start + BATCH), result);
  }
  return result;
}

async function runBatch(uid: string, queries: InstantQuery[], result: InstantResult) {
  const keys = new Map(queries.map(({ key }, index) => [refId(index), key]));
  const response = await ask(uid, queries.map(toTarget));
  for (const key of keys.values()) {
    result.found.set(key, []);
  }
  for (const frame of response.data) {
    result.found.get(keys.get(frame.refId ?? '') ?? '')?.push(...samples(frame));
  }
  for (const error of errorsOf(response)) {
    const hit = error.refId ? keys.get(error.refId) : undefined;
    // An error without a query is one of the whole request.
    for (const key of hit ? [hit] : keys.values()) {
      result.failed.set(key, errorText(error));
    }
  }
}

function errorsOf(response: DataQueryResponse): DataQueryError[] {
  if (response.errors && response.errors.length > 0) {
    return response.errors;
  }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- all that Grafana 13 sets when a whole request fails or is cancelled
  return response.error ? [response.error] : [];
}

function toTarget({ expr }: InstantQuery, index: number): InstantTarget {
  return { refId: refId(index), expr, instant: true, range: false, format: 'time_series' };
}

async function ask(uid: string, targets: InstantTarget[]): Promise<DataQueryResponse> {
  const source = await getDataSourceSrv().get({ uid });
  const request = {
    app: PLUGIN_ID,
    // Grafana cancels a request when another one with the same id starts.
    requestId: uniqueId(`${PLUGIN_ID}-instant-`),
    targets: targets.map((target) => ({ ...target, datasource: source.getRef() })),
    range: lastMinutes(),
    interval: `${INTERVAL_MS / 1000}s`,
    intervalMs: INTERVAL_MS,
    maxDataPoints: 1,
    scopedVars: {},
    timezone: 'browser',
    startTime: Date.now(),
  };
  try {
    return await lastValueFrom(from(source.query(request)));
  } catch (thrown) {
    return { data: [], errors: [{ message: thrown instanceof Error ? thrown.message : errorText(thrown) }] };
  }
}

/** Data sources throw what the HTTP layer gave them. */
function errorText(thrown: unknown): string {
  const parts = typeof thrown === 'object' && thrown !== null ? thrown : {};
  const found = ['message', 'statusText']
    .map((key) => Reflect.get(parts, key))
    .find((value) => typeof value === 'string' && value);
  return typeof found === 'string' ? found : 'The data source gave no reason.';
}

function lastMinutes(): TimeRange {
  const to = dateTime();
  const start = dateTime(to.valueOf() - WINDOW_MS);
  return { from: start, to, raw: { from: start, to } };
}

function samples(frame: DataFrame): Sample[] {
  return frame.fields
    .filter((field) => field.type === FieldType.number)
    .map((field) => ({ labels: field.labels ?? {}, value: field.values.at(-1) }))
    .filter((sample) => typeof sample.value === 'number' && !Number.isNaN(sample.value));
}
