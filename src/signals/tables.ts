import { type DataFrame, type Field, FieldType } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';

/**
 * A table as people read it: without the time of an instant query, the value named for what it is, the highest first.
 * `title` names values that have no name of their own.
 */
export function tidyTable(frame: DataFrame, queries: DataQuery[], title: string): DataFrame {
  const query = queries.find(({ refId }) => refId === frame.refId);
  const fields = frame.fields
    .filter((field) => !isOneMoment(field) && !isHidden(field, query))
    .map((field) => (isPlainValue(field) ? { ...field, name: columnName(query) || title } : field))
    .map((field) => (isMoment(field, query) ? inTime(field) : field));
  return sortByValue({ ...frame, fields });
}

/** Every row of an instant query has the same time. */
function isOneMoment({ type, values }: Field): boolean {
  return type === FieldType.time && values.length > 0 && values.every((value) => value === values[0]);
}

interface ElasticMetric {
  type?: string;
  field?: string;
  hide?: boolean;
}

/** The aggregations of an Elasticsearch query that this column may be of. */
function metricsOf({ name, type }: Field, query: DataQuery | undefined): ElasticMetric[] {
  const metrics: unknown = query && 'metrics' in query ? query.metrics : undefined;
  const all: ElasticMetric[] = type === FieldType.number && Array.isArray(metrics) ? metrics : [];
  return all.filter((metric) => isNameOf(name, metric.type));
}

/** A metric that others are computed of: Elasticsearch leaves it in a table although it is hidden. */
function isHidden(field: Field, query: DataQuery | undefined): boolean {
  return metricsOf(field, query).some(({ hide }) => hide === true);
}

/** When something was seen first or last: Elasticsearch answers milliseconds since the epoch. */
function isMoment(field: Field, query: DataQuery | undefined): boolean {
  const metrics = metricsOf(field, query);
  return metrics.length > 0 && metrics.every((metric) => metric.field === '@timestamp');
}

function inTime(field: Field): Field {
  return { ...field, config: { ...field.config, unit: 'dateTimeAsIso' } };
}

/** Columns are named for their aggregation: `Min`, or `Min @timestamp` where there are several. */
function isNameOf(column: string, aggregation = ''): boolean {
  return column.toLowerCase().split(' ')[0] === aggregation;
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
