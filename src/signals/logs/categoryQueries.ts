import { type ElasticsearchProvider } from '../../api/types';
import { lucenePhrase } from '../providers/lucene';
import { type Category, MISSING } from './categories';

/** Fields that say what kind of line it is, the best first: ECS, Elastic APM, Kubernetes events and audit. */
const TYPE_FIELDS = [
  'error.type',
  'error.exception.type',
  'kubernetes.event.reason',
  'kubernetes.audit.verb',
  'event.action',
  'event.code',
  'log.logger',
] as const;

const LEVEL_FIELD = 'log.level';

export interface CategoryFields {
  type: string;
  level?: string;
}

/**
 * The fields of an Elasticsearch index to count by; undefined where no line has a type. Text that is analysed cannot be
 * counted, its `keyword` can.
 */
export function elasticFields(
  { query }: ElasticsearchProvider,
  names: ReadonlySet<string>
): CategoryFields | undefined {
  const countable = (field: string) => [`${field}.keyword`, field].find((name) => names.has(name));
  // A log that is selected by one of the fields has it.
  const ordered = [...TYPE_FIELDS].sort((a, b) => Number(query.includes(b)) - Number(query.includes(a)));
  const type = ordered.map(countable).find((name) => name !== undefined);
  return type === undefined ? undefined : { type, level: countable(LEVEL_FIELD) };
}

const TYPES = '20';
const LEVELS_OF_TYPE = '5';

/** Terms by type and level with the number of lines, the first and the last; for Grafana's Elasticsearch data source. */
export function termsAggregation({
  type,
  level,
}: CategoryFields): Pick<ElasticsearchProvider, 'metrics' | 'bucketAggs'> {
  return {
    metrics: [
      { id: '1', type: 'count' },
      { id: '2', type: 'min', field: '@timestamp' },
      { id: '3', type: 'max', field: '@timestamp' },
    ],
    bucketAggs: [terms('4', type, TYPES), ...(level ? [terms('5', level, LEVELS_OF_TYPE)] : [])],
  };
}

function terms(id: string, field: string, size: string) {
  return {
    id,
    type: 'terms',
    field,
    settings: { size, order: 'desc', orderBy: '_count', min_doc_count: '1', missing: MISSING },
  };
}

/** Limits a Lucene query to the lines of one category. */
export function luceneOfCategory(query: string, { type, level }: CategoryFields, category: Category): string {
  const clauses = [clause(type, category.type), ...(level ? [clause(level, category.level)] : [])];
  return [`(${query})`, ...clauses].join(' AND ');
}

function clause(field: string, value: string): string {
  return value === '' ? `NOT _exists_:${field}` : `${field}:${lucenePhrase(value)}`;
}

/** What Loki's detected_fields says of one field. */
export interface DetectedField {
  label: string;
  cardinality: number;
  parsers: string[] | null;
}

const LOKI_TYPES = ['error_type', 'exception_type', 'error_kind', 'exception', 'reason', 'code', 'logger', 'status'];
const MAX_VALUES = 50;

export interface LokiFields {
  type?: string;
  /** How a line is taken apart to get at the field; absent where it is a label already. */
  parser?: string;
  level: string;
}

/** The detected field to count by: one that names the kind of line, with few values. */
export function lokiFields(detected: DetectedField[]): LokiFields {
  const level = 'detected_level';
  const found = LOKI_TYPES.flatMap((name) => detected.filter(({ label }) => label === name)).find(
    ({ cardinality }) => cardinality > 0 && cardinality <= MAX_VALUES
  );
  return found ? { type: found.label, parser: found.parsers?.[0], level } : { level };
}

/** Lines per step by type and level. The step is the window, so that no line is counted twice. */
export function lokiCounts(expr: string, { type, parser, level }: LokiFields): string {
  const labels = [type, level].filter(Boolean).join(', ');
  return `sum by (${labels}) (count_over_time(${withParser(expr, parser)} [$__auto]))`;
}

/** Limits a LogQL log query to the lines of one category. */
export function lokiOfCategory(expr: string, { type, parser, level }: LokiFields, category: Category): string {
  const filters = [
    ...(type ? [` | ${type}=${JSON.stringify(category.type)}`] : []),
    ` | ${level}=${JSON.stringify(category.level)}`,
  ];
  return withParser(expr, parser) + filters.join('');
}

function withParser(expr: string, parser: string | undefined): string {
  return parser && !expr.includes(`| ${parser}`) ? `${expr} | ${parser}` : expr;
}
