import { type DataFrame, type Field, FieldType } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';

/**
 * A table as people read it: without the time of an instant query, the value named for what it is, the highest first.
 * `title` names values that have no name of their own.
 */
export function tidyTable(frame: DataFrame, queries: DataQuery[], title: string): DataFrame {
  const query = queries.find(({ refId }) => refId === frame.refId);
  const fields = frame.fields
    .filter((field) => !isOneMoment(field))
    .map((field) => (isPlainValue(field) ? { ...field, name: columnName(query) || title } : field));
  return sortByValue({ ...frame, fields });
}

/** Every row of an instant query has the same time. */
function isOneMoment({ type, values }: Field): boolean {
  return type === FieldType.time && values.length > 0 && values.every((value) => value === values[0]);
}

/** `Value`, or `Value #A` where there are several queries. */
function isPlainValue({ name, type }: Field): boolean {
  return type === FieldType.number && /^Value( #\w+)?$/.test(name);
}

/** What is left of a legend without the labels, which are columns of their own: `{{pod}} p99` is `p99`. */
function columnName(query: DataQuery | undefined): string {
  const legend = query && 'legendFormat' in query ? query.legendFormat : '';
  return typeof legend === 'string'
    ? legend.replace(/\{\{[^{}]*\}\}/g, '').replace(/^[\s/:,→>-]+|[\s/:,→>-]+$/g, '')
    : '';
}

function sortByValue(frame: DataFrame): DataFrame {
  const numbers = frame.fields.filter(({ type }) => type === FieldType.number);
  const [value] = numbers;
  if (numbers.length !== 1 || !value) {
    return frame;
  }
  const order = value.values.map((_, index) => index).sort((a, b) => value.values[b] - value.values[a]);
  return {
    ...frame,
    fields: frame.fields.map((field) => ({ ...field, values: order.map((index) => field.values[index]) })),
  };
}
