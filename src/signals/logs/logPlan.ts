import { type DataFrame } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';

import { type Signal } from '../../api/types';
import { ADAPTERS } from '../providers';
import { type Choice } from '../providers/choose';
import { type ElasticsearchQuery } from '../providers/elasticsearch';
import { type LokiQuery } from '../providers/loki';
import { type ProviderQueries, type QueryContext } from '../providers/types';
import { categoriesOfCounts, categoriesOfTerms, type Category, mergeCategories } from './categories';
import {
  type CategoryFields,
  elasticFields,
  lokiCounts,
  type LokiFields,
  lokiOfCategory,
  luceneOfCategory,
  termsAggregation,
} from './categoryQueries';

/** What is asked for a log: its lines, and how many there are of each kind. */
export interface LogPlan {
  lines: ProviderQueries;
  /** Absent where the log store cannot count by kind: then the lines that are loaded are counted. */
  counts?: Counts;
}

export interface Counts {
  queries: DataQuery[];
  read(frames: DataFrame[]): Category[];
  /** The lines of one kind. */
  linesOf(category: Category): ProviderQueries;
}

export interface Known {
  /** Fields of the Elasticsearch index. */
  fields: ReadonlySet<string>;
  /** What Loki detected; absent where it is another store, or does not say. */
  loki?: LokiFields;
}

/** Undefined where the signal has no query for the chosen provider. */
export function logPlan(
  signal: Signal,
  { provider }: Choice,
  context: QueryContext,
  known: Known
): LogPlan | undefined {
  const lines = ADAPTERS[provider].queries(signal, context);
  return lines && { lines, counts: countsOf(signal, lines, known) };
}

function countsOf(signal: Signal, lines: ProviderQueries, { fields, loki }: Known): Counts | undefined {
  const [query] = lines.queries;
  if (query && isElasticsearch(query)) {
    const provider = signal.providers.elasticsearch;
    const found = provider && elasticFields(provider, fields);
    return found && elasticCounts(lines, query, found);
  }
  return query && loki && isLoki(query) ? lokiPlan(lines, query, loki) : undefined;
}

function isElasticsearch(query: DataQuery): query is ElasticsearchQuery {
  return 'bucketAggs' in query;
}

function isLoki(query: DataQuery): query is LokiQuery {
  return 'maxLines' in query;
}

function elasticCounts(lines: ProviderQueries, query: ElasticsearchQuery, fields: CategoryFields): Counts {
  return {
    queries: [{ ...query, ...termsAggregation(fields) }],
    read: (frames) => mergeCategories(categoriesOfTerms(frames, fields.type, fields.level)),
    linesOf: (category) => withQuery(lines, { ...query, query: luceneOfCategory(query.query, fields, category) }),
  };
}

function lokiPlan(lines: ProviderQueries, query: LokiQuery, fields: LokiFields): Counts {
  const counting: LokiQuery = { ...query, expr: lokiCounts(query.expr, fields) };
  return {
    queries: [counting],
    read: (frames) => mergeCategories(categoriesOfCounts(frames, fields.type, fields.level)),
    linesOf: (category) => withQuery(lines, { ...query, expr: lokiOfCategory(query.expr, fields, category) }),
  };
}

function withQuery<Query extends DataQuery>(lines: ProviderQueries, query: Query): ProviderQueries {
  return { ...lines, queries: [query] };
}
