import { type DataFrame, type Field, FieldType, LogLevel } from '@grafana/data';

/** One line of a logs panel, and where the rest of it is found. */
export interface LogLine {
  key: string;
  at: number;
  text: string;
  level: LogLevel;
  frame: DataFrame;
  row: number;
}

// As Grafana finds them: the configured message field comes first in Elasticsearch's frames, Loki's has one text column.
const TEXTS = ['body', 'line', 'Line', 'message', 'content', '_source'];
const LEVELS = ['level', 'severity', 'detected_level', 'log.level'];

/** Every word for a level that Grafana knows, such as "err" and "emerg". */
const WORDS = new Map(Object.entries(LogLevel));

function levelOf(value: unknown): LogLevel {
  return WORDS.get(String(value ?? '').toLowerCase()) ?? LogLevel.unknown;
}

function named(frame: DataFrame, names: string[]): Field | undefined {
  return names.map((name) => frame.fields.find((field) => field.name === name)).find((field) => field !== undefined);
}

/** The lines of a frame in its order; none where it has no time or no text. */
export function linesOf(frame: DataFrame): LogLine[] {
  const time = frame.fields.find((field) => field.type === FieldType.time);
  const text = named(frame, TEXTS) ?? frame.fields.find((field) => field.type === FieldType.string);
  const level = named(frame, LEVELS);
  if (!time || !text) {
    return [];
  }
  const id = named(frame, ['id']);
  return Array.from({ length: frame.length }, (_, row) => ({
    key: `${frame.refId ?? ''}/${id?.values[row] ?? row}`,
    at: time.values[row],
    text: String(text.values[row] ?? ''),
    level: levelOf(level?.values[row]),
    frame,
    row,
  }));
}

/** A field of a line as its details show it. */
export interface Detail {
  name: string;
  value: string;
  field: Field;
}

// What carries no information of its own: it is in the other fields.
const REPEATED = new Set(['_source', 'sort', 'highlight', '_type', 'id', 'level', 'labels', 'labelTypes', 'tsNs']);

function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Fields of a line that have a value, by name. */
export function detailsOf({ frame, row }: LogLine): Detail[] {
  return frame.fields
    .filter((field) => field.type !== FieldType.time && !REPEATED.has(field.name))
    .filter(({ values }) => values[row] !== null && values[row] !== undefined && values[row] !== '')
    .map((field) => ({ name: field.name, value: asText(field.values[row]), field }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
