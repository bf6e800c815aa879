import { type DataFrame, type Field, FieldType, getFieldDisplayName } from '@grafana/data';
import { type HideableFieldConfig } from '@grafana/schema';

import { type Series, type Track } from './types';

/** What the panel adds to a field's options. */
export interface SeriesOptions extends HideableFieldConfig {
  draw?: 'line' | 'bars';
  /** The value that is promised, in the field's own unit. */
  slo?: number;
  /** The value is one at which an alert fires. */
  ofAlert?: boolean;
}

/** More strips than this cannot be read. */
const MOST_TRACKS = 6;

/** Strips of the numeric frames: those of one query with one unit and one way of drawing share a strip. */
export function tracksOf(frames: readonly DataFrame[]): Track[] {
  const tracks = new Map<string, Track>();
  for (const frame of frames) {
    for (const series of seriesOf(frame, frames)) {
      const { unit = '' } = series.field.config;
      const { draw = 'line', slo, ofAlert } = optionsOf(series.field);
      const key = [frame.refId ?? '', unit, draw].join(' ');
      const track = tracks.get(key) ?? { key, title: '', series: [], bars: draw === 'bars', limits: [] };
      track.series.push(series);
      track.limits = [...new Set([...track.limits, ...(slo === undefined ? [] : [slo])])];
      track.ofAlerts = track.ofAlerts || ofAlert;
      tracks.set(key, track);
    }
  }
  return [...tracks.values()].slice(0, MOST_TRACKS).map((track) => ({ ...track, title: titleOf(track) }));
}

function seriesOf(frame: DataFrame, all: readonly DataFrame[]): Series[] {
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  if (!time || frame.length === 0) {
    return [];
  }
  return frame.fields
    .filter(({ type, config }) => type === FieldType.number && !isHidden(config.custom))
    .map((field) => ({
      name: getFieldDisplayName(field, frame, [...all]),
      times: time.values,
      values: field.values,
      field,
      frame,
    }));
}

function isHidden(custom: unknown): boolean {
  const { hideFrom } = (custom ?? {}) as { hideFrom?: { viz?: boolean } };
  return hideFrom?.viz === true;
}

export function optionsOf({ config }: Field): SeriesOptions {
  const { draw, slo, ofAlert } = (config.custom ?? {}) as SeriesOptions;
  return { draw, ofAlert, slo: typeof slo === 'number' && Number.isFinite(slo) ? slo : undefined };
}

function titleOf({ series }: Track): string {
  const [first, ...more] = series;
  const frameName = first?.frame.name ?? '';
  const isOfOne = series.some(({ name }) => name === frameName);
  return more.length === 0 ? (first?.name ?? '') : isOfOne ? '' : frameName;
}

/** One column of times and one per series, as uPlot takes them. Series with the same times need no work. */
export function aligned(series: readonly Series[]): [number[], ...Array<Array<number | null | undefined>>] {
  const [first, ...more] = series;
  if (!first || more.every(({ times }) => sameTimes(times, first.times))) {
    return [first?.times ?? [], ...series.map(({ values }) => values)];
  }
  const times = [...new Set(series.flatMap((one) => one.times))].sort((a, b) => a - b);
  const place = new Map(times.map((at, index) => [at, index]));
  return [times, ...series.map((one) => spreadOut(one, place))];
}

function sameTimes(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((at, index) => at === b[index]));
}

/** undefined: uPlot draws on over it; null stays a hole. */
function spreadOut({ times, values }: Series, place: Map<number, number>): Array<number | null | undefined> {
  const column = new Array<number | null | undefined>(place.size).fill(undefined);
  times.forEach((at, index) => {
    column[place.get(at) ?? 0] = values[index];
  });
  return column;
}

/** Index of the point nearest to a time; -1 without points. Times ascend. */
export function nearestPoint(times: readonly number[], at: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const before = times[low - 1];
  return before !== undefined && at - before < (times[low] ?? Infinity) - at
    ? low - 1
    : Math.min(low, times.length - 1);
}
