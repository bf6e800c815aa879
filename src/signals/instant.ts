import { type DataFrame, type DataQueryResponse, dateTime, FieldType, type TimeRange } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { getDataSourceSrv } from '@grafana/runtime';
import { from, lastValueFrom } from 'rxjs';

import { errorsOf, requestOf } from './ask';
import { LIMITS } from './limits';
import { messageOf } from './message';
import { refId } from './refId';

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

const WINDOW_MS = 5 * 60_000;

/**
 * Asks a Prometheus data source for the values now, or at a time in epoch milliseconds, several queries per request. Throws
 * only if it does not exist.
 */
export async function instantVectors(
  dataSourceUid: string,
  queries: InstantQuery[],
  atMs?: number
): Promise<InstantResult> {
  const result: InstantResult = { found: new Map(), failed: new Map() };
  for (let start = 0; start < queries.length; start += LIMITS.instantBatch) {
    await runBatch(dataSourceUid, queries.slice(start, start + LIMITS.instantBatch), result, atMs);
  }
  return result;
}

async function runBatch(uid: string, queries: InstantQuery[], result: InstantResult, atMs: number | undefined) {
  const keys = new Map(queries.map(({ key }, index) => [refId(index), key]));
  const response = await ask(uid, queries.map(toTarget), atMs);
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
      result.failed.set(key, messageOf(error));
    }
  }
}

function toTarget({ expr }: InstantQuery, index: number): InstantTarget {
  return { refId: refId(index), expr, instant: true, range: false, format: 'time_series' };
}

async function ask(uid: string, targets: InstantTarget[], atMs: number | undefined): Promise<DataQueryResponse> {
  const source = await getDataSourceSrv().get({ uid });
  try {
    return await lastValueFrom(from(source.query(requestOf(source, targets, minutesBefore(atMs)))));
  } catch (thrown) {
    return { data: [], errors: [{ message: messageOf(thrown) }] };
  }
}

function minutesBefore(atMs: number | undefined): TimeRange {
  const to = dateTime(atMs);
  const start = dateTime(to.valueOf() - WINDOW_MS);
  return { from: start, to, raw: { from: start, to } };
}

function samples(frame: DataFrame): Sample[] {
  return frame.fields
    .filter((field) => field.type === FieldType.number)
    .map((field) => ({ labels: field.labels ?? {}, value: field.values.at(-1) }))
    .filter((sample) => typeof sample.value === 'number' && !Number.isNaN(sample.value));
}
