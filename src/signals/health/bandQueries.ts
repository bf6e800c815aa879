import { type DataFrame, dateTime, FieldType, type TimeRange } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { chunk } from 'lodash';

import { type Signal } from '../../api/types';
import { askOnce } from '../ask';
import { instantVectors } from '../instant';
import { inTime } from '../inTime';
import { LIMITS } from '../limits';
import { messageOf } from '../message';
import { ADAPTERS } from '../providers';
import { chooseProvider, summarise } from '../providers/choose';
import { type Probe } from '../providers/probe';
import { refId } from '../refId';
import { type Scope } from '../scope';
import { type Band, isOutside, robustBand } from './band';

/** One series that is outside of its usual range now. */
export interface BandReading {
  signal: Signal;
  /** The labels of the series, as its legend shows them. */
  what: string;
  value: number;
  band: Band;
}

export interface BandResult {
  outside: BandReading[];
  /** Signals whose series could be judged. */
  judged: number;
  /** Signals with more series than are judged. */
  tooMany: Signal[];
  failed: Array<{ signal: Signal; message: string }>;
}

interface BandQuery {
  key: string;
  signal: Signal;
  query: DataQuery & { expr: string };
}

const RANGE_MS = 6 * 3_600_000;
/** Panels that have a line to judge. */
const LINES = new Set<Signal['visualisation']>(['timeseries', 'stat', 'bargauge']);

/** Signals of this data source that have no alert, so that only their own past says what is normal. */
export function bandQueries(signals: Signal[], probe: Probe, scope: Scope): BandQuery[] {
  return signals
    .filter(({ alert, visualisation }) => !alert && LINES.has(visualisation))
    .slice(0, LIMITS.bandSignals)
    .flatMap((signal) => queriesOf(signal, probe, scope));
}

function queriesOf(signal: Signal, probe: Probe, scope: Scope): BandQuery[] {
  const choice = chooseProvider(summarise(signal), [probe]);
  const asked =
    choice?.state === 'answers' ? ADAPTERS.prometheus.queries(signal, { targets: choice.targets, scope }) : undefined;
  return (asked?.queries ?? []).flatMap((query, index) =>
    'expr' in query && typeof query.expr === 'string' && !query.expr.includes('$__range')
      ? [{ key: `${signal.id} ${index}`, signal, query: { ...query, expr: query.expr } }]
      : []
  );
}

/** Judges every series by its last hours: first how many there are, then those of signals with few enough. */
export async function readBands(uid: string, queries: BandQuery[]): Promise<BandResult> {
  const result: BandResult = { outside: [], judged: 0, tooMany: [], failed: [] };
  const counts = await inTime(
    instantVectors(
      uid,
      queries.map(({ key, query }) => ({ key, expr: `count(${query.expr})` }))
    ),
    LIMITS.stripTimeoutMs
  );
  const countOf = ({ key }: BandQuery) => counts.found.get(key)?.[0]?.value ?? 0;
  result.tooMany = queries.filter((query) => countOf(query) > LIMITS.bandSeries).map(({ signal }) => signal);
  result.failed = queries.flatMap(({ key, signal }) => {
    const message = counts.failed.get(key);
    return message === undefined ? [] : [{ signal, message }];
  });
  const few = queries.filter((query) => countOf(query) > 0 && countOf(query) <= LIMITS.bandSeries);
  for (const part of chunk(few, LIMITS.bandBatch)) {
    await judge(uid, part, result);
  }
  return result;
}

async function judge(uid: string, part: BandQuery[], result: BandResult): Promise<void> {
  const byRefId = new Map(part.map((one, index) => [refId(index), one]));
  try {
    const frames = await inTime(range(uid, part), LIMITS.stripTimeoutMs);
    for (const frame of frames) {
      const query = byRefId.get(frame.refId ?? '');
      result.outside.push(...(query ? outsideOf(query.signal, frame) : []));
    }
    result.judged += new Set(part.map(({ signal }) => signal.id)).size;
  } catch (thrown) {
    result.failed.push(...part.map(({ signal }) => ({ signal, message: messageOf(thrown) })));
  }
}

async function range(uid: string, part: BandQuery[]): Promise<DataFrame[]> {
  const source = await getDataSourceSrv().get({ uid });
  const targets = part.map(({ query }, index) => ({ ...query, refId: refId(index), range: true, instant: false }));
  return askOnce(source, targets, lastHours(), {
    intervalMs: RANGE_MS / LIMITS.bandPoints,
    maxDataPoints: LIMITS.bandPoints,
  });
}

/** The newest two values against the band of those before them: one alone is more often a scrape that was late. */
export function outsideOf(signal: Signal, frame: DataFrame): BandReading[] {
  return frame.fields
    .filter(({ type }) => type === FieldType.number)
    .flatMap((field) => {
      const values: number[] = Array.from(field.values);
      const newest = values.slice(-2);
      const value = newest.at(-1);
      const band = robustBand(values.slice(0, -2));
      return band && value !== undefined && newest.every((one) => Number.isFinite(one) && isOutside(one, band))
        ? [{ signal, what: field.config.displayNameFromDS ?? frame.name ?? '', value, band }]
        : [];
    });
}

function lastHours(): TimeRange {
  const to = dateTime();
  const from = dateTime(to.valueOf() - RANGE_MS);
  return { from, to, raw: { from, to } };
}
