import { type DataFrame, FieldType } from '@grafana/data';
import { t } from '@grafana/i18n';

import { LIMITS } from './limits';
import { type Origin } from './providers/types';

export interface Tidied {
  frames: DataFrame[];
  /** What the reader has to know about the data, in words. */
  notices: string[];
}

/**
 * What a panel draws of an answer: per data source the frames of the first exporter that has data,
 * without those that hold no number at all, and no more series and rows than the limits allow.
 */
export function tidyFrames(frames: DataFrame[], origins: Record<string, Origin>): Tidied {
  const preferred = preferFirstSource(frames, origins);
  const filled = preferred.filter(hasContent);
  const series = limitSeries(filled);
  const rows = series.frames.map(limitRows);
  return {
    frames: rows.map(({ frame }) => frame),
    notices: [
      ...notNumbers(preferred.length, filled.length),
      ...series.notices,
      ...rows.flatMap(({ notice }) => notice ?? []).slice(0, 1),
    ],
  };
}

/** Exporters that measure the same are alternatives: keeps, per data source, those of the first one that has data. */
export function preferFirstSource(frames: DataFrame[], origins: Record<string, Origin>): DataFrame[] {
  const filled = frames.filter((frame) => frame.length > 0);
  const winners = new Map<string, string | undefined>();
  for (const [refId, { uid, source }] of Object.entries(origins)) {
    if (!winners.has(uid) && filled.some((frame) => frame.refId === refId && hasContent(frame))) {
      winners.set(uid, source);
    }
  }
  return filled.filter((frame) => isWinner(origins[frame.refId ?? ''], winners));
}

/** Frames that say nothing about their query stay: dropping them would hide data. */
function isWinner(origin: Origin | undefined, winners: Map<string, string | undefined>): boolean {
  return !origin || !winners.has(origin.uid) || winners.get(origin.uid) === origin.source;
}

/** A frame whose numbers are all NaN or missing draws nothing; text is content by itself. */
export function hasContent(frame: DataFrame): boolean {
  const values = frame.fields.filter(({ type }) => type !== FieldType.time);
  const numbers = values.filter(({ type }) => type === FieldType.number);
  return values.length > numbers.length || numbers.some((field) => Array.from(field.values).some(Number.isFinite));
}

function notNumbers(all: number, filled: number): string[] {
  return all === 0 || all === filled
    ? []
    : [
        t('frames.nan', 'Series without any number (only 0/0, or infinite) that are left out: {{count}}', {
          count: all - filled,
        }),
      ];
}

const isNumber = (field: DataFrame['fields'][number]) => field.type === FieldType.number;

/** A series is a number field: one per frame, or many in a wide frame. Tables have rows instead. */
function limitSeries(frames: DataFrame[]): Tidied {
  const isSeries = (frame: DataFrame) => frame.fields.some(({ type }) => type === FieldType.time);
  const count = frames.filter(isSeries).reduce((sum, { fields }) => sum + fields.filter(isNumber).length, 0);
  if (count <= LIMITS.seriesPerPanel) {
    return { frames, notices: [] };
  }
  let left: number = LIMITS.seriesPerPanel;
  const kept = frames.flatMap((frame) => {
    const fields = isSeries(frame) ? frame.fields.filter((field) => !isNumber(field) || left-- > 0) : frame.fields;
    return fields.some(isNumber) ? [{ ...frame, fields }] : [];
  });
  return {
    frames: kept,
    notices: [seriesText(count)],
  };
}

/** As many as were asked for means that there may be more. */
function seriesText(count: number): string {
  const figures = {
    shown: LIMITS.seriesPerPanel,
    total: count.toLocaleString('en-US').replaceAll(',', '\u202f'),
    interpolation: { escapeValue: false },
  };
  return count >= LIMITS.seriesAsked
    ? t(
        'frames.series-at-least',
        'Showing the first {{shown}} of at least {{total}} series: narrow the filters',
        figures
      )
    : t('frames.series', 'Showing the first {{shown}} of {{total}} series', figures);
}

/** Tables and log lines; the points of a series are limited by the query. */
function limitRows(frame: DataFrame): { frame: DataFrame; notice?: string } {
  const isTable =
    !frame.fields.some(({ type }) => type === FieldType.time) || frame.meta?.preferredVisualisationType === 'logs';
  if (!isTable || frame.length <= LIMITS.rowsPerPanel) {
    return { frame };
  }
  const fields = frame.fields.map((field) => ({ ...field, values: field.values.slice(0, LIMITS.rowsPerPanel) }));
  return {
    frame: { ...frame, fields, length: LIMITS.rowsPerPanel },
    notice: t('frames.rows', 'Showing the first {{shown}} of {{total}} rows', {
      shown: LIMITS.rowsPerPanel,
      total: frame.length,
      interpolation: { escapeValue: false },
    }),
  };
}
