import {
  type DataFrame,
  type DataQueryError,
  type DataQueryResponse,
  type DataSourceApi,
  LoadingState,
  type TimeRange,
} from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { uniqueId } from 'lodash';
import { from, lastValueFrom } from 'rxjs';

import { PLUGIN_ID } from '../constants';
import { messageOf } from './message';

/** Asks a data source outside of a panel. Throws what it said when it failed, whole or in a part. */
export async function askOnce(
  source: DataSourceApi,
  targets: DataQuery[],
  range: TimeRange,
  resolution?: Resolution
): Promise<DataFrame[]> {
  const response = await lastValueFrom(from(source.query(requestOf(source, targets, range, resolution))));
  const [error] = errorsOf(response);
  if (error || response.state === LoadingState.Error) {
    throw new Error(messageOf(error));
  }
  return response.data;
}

export interface Resolution {
  intervalMs: number;
  maxDataPoints: number;
}

/** What the data source is told about the wanted resolution; an instant query has one point. */
const ONE_POINT: Resolution = { intervalMs: 15_000, maxDataPoints: 1 };

export function requestOf(
  source: DataSourceApi,
  targets: DataQuery[],
  range: TimeRange,
  { intervalMs, maxDataPoints }: Resolution = ONE_POINT
) {
  return {
    app: PLUGIN_ID,
    // Grafana cancels a request when another one with the same id starts.
    requestId: uniqueId(`${PLUGIN_ID}-ask-`),
    targets: targets.map((target) => ({ ...target, datasource: source.getRef() })),
    range,
    interval: `${intervalMs / 1000}s`,
    intervalMs,
    maxDataPoints,
    scopedVars: {},
    timezone: 'browser',
    startTime: Date.now(),
  };
}

export function errorsOf(response: DataQueryResponse): DataQueryError[] {
  if (response.errors && response.errors.length > 0) {
    return response.errors;
  }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- all that Grafana 13 sets when a whole request fails or is cancelled
  return response.error ? [response.error] : [];
}
