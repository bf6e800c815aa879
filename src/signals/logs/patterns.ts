import { type DataFrame, FieldType } from '@grafana/data';

import { type Category, mergeCategories } from './categories';
import { cellText, columnOf } from './columns';

const LEVEL_FIELDS = ['log.level', 'level', 'detected_level', 'severity'] as const;
const BODY_FIELDS = ['body', 'message', 'line', 'Line', 'content'] as const;

/** What differs between lines that say the same, from the most to the least specific. */
const VARIABLE_PARTS: RegExp[] = [
  /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g,
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g,
  /"[^"\n]*"|'[^'\n]*'/g,
  /\b0x[0-9a-f]+\b/gi,
  /\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi,
  /\d+(?:\.\d+)?/g,
];

const MAX_LENGTH = 160;

/** The first line of a message with `…` for times, ids, addresses, quoted text and numbers. */
export function patternOf(message: string): string {
  const [line = ''] = message.trim().split('\n');
  const pattern = VARIABLE_PARTS.reduce((text, part) => text.replace(part, '…'), line.slice(0, MAX_LENGTH * 2));
  return pattern.slice(0, MAX_LENGTH);
}

/** Categories of the lines that are loaded, where the log store cannot count them itself. */
export function categoriesOfLines(frames: DataFrame[]): Category[] {
  return mergeCategories(frames.flatMap(linesOf));
}

/** The lines of one kind out of those that are loaded. */
export function linesOfCategory(frames: DataFrame[], { type, level }: Category): DataFrame[] {
  return frames.map((frame) => {
    const rows = linesOf(frame).flatMap((line, row) => (line.type === type && line.level === level ? [row] : []));
    const fields = frame.fields.map((field) => ({ ...field, values: rows.map((row) => field.values[row]) }));
    return { ...frame, fields, length: rows.length };
  });
}

/** One category per line. */
function linesOf(frame: DataFrame): Category[] {
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  const level = columnOf(frame, LEVEL_FIELDS);
  const body =
    columnOf(frame, BODY_FIELDS) ?? frame.fields.find(({ type, name }) => type === FieldType.string && name !== 'id');
  return Array.from({ length: frame.length }, (_, row) => ({
    type: patternOf(cellText(body, row) ?? ''),
    level: cellText(level, row) ?? '',
    count: 1,
    firstAt: time?.values[row],
    lastAt: time?.values[row],
  }));
}
