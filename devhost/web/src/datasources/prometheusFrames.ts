import { type DataFrame, type DataQueryResponse, type Field, FieldType, toDataFrame } from '@grafana/data';
import { type PromQuery } from './prometheus';

const valueField = (frame: DataFrame) => frame.fields.find((f) => f.type === FieldType.number);
const timeField = (frame: DataFrame) => frame.fields.find((f) => f.type === FieldType.time);

/** Brings the backend's frames into the form a query's format asks for: as they are, one table, or heatmap rows. */
export function toPanelFrames(response: DataQueryResponse, targets: PromQuery[]): DataQueryResponse {
  const frames = response.data.map((f) => toDataFrame(f));
  const data: DataFrame[] = [];
  const refIds = [...new Set(frames.map((f) => f.refId))];
  const tables = targets.filter((t) => t.format === 'table').length;
  for (const refId of refIds) {
    const own = frames.filter((f) => f.refId === refId);
    const format = targets.find((t) => t.refId === refId)?.format;
    if (format === 'table') {
      data.push(toTable(own, tables > 1 ? `Value #${refId}` : 'Value'));
    } else if (format === 'heatmap') {
      data.push(...toHeatmap(own));
    } else {
      data.push(...own);
    }
  }
  return { ...response, data };
}

/** One row per sample: time, a column for each label, the value. */
function toTable(frames: DataFrame[], valueName: string): DataFrame {
  const filled = frames.filter((f) => f.fields.length > 1);
  const names = [...new Set(filled.flatMap((f) => Object.keys(valueField(f)?.labels ?? {})))].sort();
  const times: number[] = [];
  const values: unknown[] = [];
  const columns = names.map((): string[] => []);
  for (const frame of filled) {
    const value = valueField(frame);
    for (let i = 0; i < frame.length; i++) {
      times.push(timeField(frame)?.values[i]);
      values.push(value?.values[i]);
      names.forEach((name, n) => columns[n].push(value?.labels?.[name] ?? ''));
    }
  }
  const text = (name: string, n: number): Field => ({
    name,
    type: FieldType.string,
    config: { filterable: true },
    values: columns[n],
  });
  const fields: Field[] = [
    { name: 'Time', type: FieldType.time, config: {}, values: times },
    ...names.map(text),
    { name: valueName, type: FieldType.number, config: {}, values },
  ];
  return {
    refId: frames[0]?.refId,
    meta: { ...frames[0]?.meta, type: undefined, preferredVisualisationType: 'table' },
    fields,
    length: times.length,
  };
}

const upperBound = (frame: DataFrame) =>
  Number(String(valueField(frame)?.labels?.le ?? 'NaN').replace('+Inf', 'Infinity'));

/** Cumulative buckets (label le) become counts per bucket, lowest first. */
function toHeatmap(frames: DataFrame[]): DataFrame[] {
  const sorted = frames.filter((f) => valueField(f)).sort((a, b) => upperBound(a) - upperBound(b));
  return sorted.map((frame, i) => {
    const below = i > 0 ? valueField(sorted[i - 1]) : undefined;
    const at = new Map((below?.values ?? []).map((v, n) => [timeField(sorted[i - 1])?.values[n], v]));
    const name = valueField(frame)?.labels?.le ?? '';
    const fields = frame.fields.map((field) =>
      field.type === FieldType.number
        ? {
            ...field,
            name,
            config: { ...field.config, displayNameFromDS: name },
            values: field.values.map((v, n) => Math.max(0, v - (at.get(timeField(frame)?.values[n]) ?? 0))),
          }
        : field
    );
    return { ...frame, name, fields };
  });
}
