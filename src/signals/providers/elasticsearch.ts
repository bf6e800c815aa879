import { type DataQuery } from '@grafana/schema';

import { type ElasticsearchProvider, type Signal } from '../../api/types';
import { limitBuckets, limitMetrics, shortestInterval } from './documents';
import { limitLucene } from './lucene';
import { singleTarget } from './single';
import { type ProviderAdapter, type ProviderQueries, type QueryContext } from './types';

/** One query as Grafana's Elasticsearch data source takes it. */
export interface ElasticsearchQuery extends DataQuery {
  query: string;
  metrics: ElasticsearchProvider['metrics'];
  bucketAggs: ElasticsearchProvider['bucketAggs'];
  alias: string;
  timeField: '@timestamp';
}

export const elasticsearch: ProviderAdapter = {
  id: 'elasticsearch',
  pluginId: 'elasticsearch',
  title: 'Elasticsearch',
  queries,
  text: ({ providers: { elasticsearch: provider } }) =>
    provider ? [{ language: 'Lucene', text: provider.query || '*' }] : [],
};

function queries(signal: Signal, context: QueryContext): ProviderQueries | undefined {
  const provider = signal.providers.elasticsearch;
  if (!provider) {
    return undefined;
  }
  const query: Omit<ElasticsearchQuery, 'refId' | 'datasource'> = {
    query: limitLucene(provider.query, provider.scope, context.scope),
    metrics: limitMetrics(provider.metrics),
    bucketAggs: limitBuckets(provider.bucketAggs),
    alias: provider.alias ?? '',
    timeField: '@timestamp',
  };
  return singleTarget(context, query, provider, shortestInterval(provider.bucketAggs));
}
