import {
  type DataQuery,
  type DataSourceInstanceSettings,
  type DataSourceJsonData,
  type LegacyMetricFindQueryOptions,
  type MetricFindValue,
  type ScopedVars,
  getDefaultTimeRange,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';

interface ElasticQuery extends DataQuery {
  query?: string;
  alias?: string;
  bucketAggs?: Array<{ field?: string; [key: string]: unknown }>;
  metrics?: Array<{ field?: string; [key: string]: unknown }>;
}

interface ElasticSettings extends DataSourceJsonData {
  index?: string;
  timeField?: string;
}

/** A variable's query: {"find":"terms","field":"service.name","query":"…","size":100}. */
interface TermsQuery {
  find?: string;
  field?: string;
  query?: string;
  size?: number;
}

/** Grafana's Elasticsearch data source, so far as scenes use it: queries with variables, and terms for variables. */
export class ElasticSource extends DataSourceWithBackend<ElasticQuery, ElasticSettings> {
  private readonly index: string;
  private readonly timeField: string;

  constructor(settings: DataSourceInstanceSettings<ElasticSettings>) {
    super(settings);
    this.index = settings.jsonData.index ?? settings.database ?? '';
    this.timeField = settings.jsonData.timeField ?? '@timestamp';
  }

  override applyTemplateVariables(query: ElasticQuery, scopedVars: ScopedVars): ElasticQuery {
    const srv = getTemplateSrv();
    const withField = <T extends { field?: string }>(part: T): T => ({
      ...part,
      field: part.field && srv.replace(part.field, scopedVars),
    });
    return {
      ...query,
      query: srv.replace(query.query, scopedVars, 'lucene'),
      alias: srv.replace(query.alias, scopedVars),
      bucketAggs: query.bucketAggs?.map(withField),
      metrics: query.metrics?.map(withField),
    };
  }

  override interpolateVariablesInQueries(queries: ElasticQuery[], scopedVars: ScopedVars) {
    return queries.map((q) => ({ ...this.applyTemplateVariables(q, scopedVars), datasource: this.getRef() }));
  }

  override async metricFindQuery(
    query: string | { query?: string },
    options?: LegacyMetricFindQueryOptions
  ): Promise<MetricFindValue[]> {
    const raw = typeof query === 'string' ? query : (query.query ?? '{}');
    const wanted: TermsQuery = JSON.parse(getTemplateSrv().replace(raw, options?.scopedVars, 'lucene'));
    if (wanted.find !== 'terms' || !wanted.field) {
      throw new Error('The devhost knows {"find":"terms","field":"…"} only');
    }
    const { from, to } = options?.range ?? getDefaultTimeRange();
    const filter: object[] = [
      { range: { [this.timeField]: { gte: from.valueOf(), lte: to.valueOf(), format: 'epoch_millis' } } },
    ];
    if (wanted.query) {
      filter.push({ query_string: { analyze_wildcard: true, query: wanted.query } });
    }
    const terms = { field: wanted.field, size: wanted.size ?? 500, order: { _key: 'asc' } };
    const search = { size: 0, query: { bool: { filter } }, aggs: { 1: { terms } } };
    const lines = [{ ignore_unavailable: true, index: this.index }, search].map((line) => JSON.stringify(line));
    const answer = await this.postResource<SearchAnswer>('_msearch', `${lines.join('\n')}\n`, {
      headers: { 'Content-Type': 'application/x-ndjson' },
    });
    const buckets = answer.responses?.[0]?.aggregations?.['1']?.buckets ?? [];
    return buckets.map(({ key, key_as_string }) => ({ text: key_as_string ?? String(key), value: String(key) }));
  }
}

interface SearchAnswer {
  responses?: Array<{
    aggregations?: Record<string, { buckets: Array<{ key: string | number; key_as_string?: string }> }>;
  }>;
}
