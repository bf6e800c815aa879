import { type DataFrame, dateTime } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';

import { askOnce } from '../ask';
import { inTime } from '../inTime';
import { LIMITS } from '../limits';
import { refId } from '../refId';

const MIN_STEP_MS = 15_000;

interface RangeTarget extends DataQuery {
  expr: string;
  range: true;
  instant: false;
  format: 'time_series';
}

/** The distance of points over a time, in milliseconds. */
export function stepOf(fromMs: number, toMs: number): number {
  return Math.max(MIN_STEP_MS, (toMs - fromMs) / LIMITS.breakPoints);
}

/** PromQL of one series each over a time, from one Prometheus data source, in the order asked; undefined where it has none. Throws what it says. */
export async function askRange(
  uid: string,
  exprs: string[],
  { fromMs, toMs }: { fromMs: number; toMs: number }
): Promise<Array<DataFrame | undefined>> {
  const [from, to] = [dateTime(fromMs), dateTime(toMs)];
  const targets = exprs.map((expr, index): RangeTarget => ({
    refId: refId(index),
    expr,
    range: true,
    instant: false,
    format: 'time_series',
  }));
  const source = await getDataSourceSrv().get({ uid });
  const range = { from, to, raw: { from, to } };
  const resolution = { intervalMs: stepOf(fromMs, toMs), maxDataPoints: LIMITS.breakPoints };
  const frames = await inTime(askOnce(source, targets, range, resolution), LIMITS.stripTimeoutMs);
  return exprs.map((_, index) => frames.find((frame) => frame.refId === refId(index)));
}
