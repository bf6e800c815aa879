import {
  type DataQuery,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type DataSourceJsonData,
  type LegacyMetricFindQueryOptions,
  type MetricFindValue,
  type ScopedVars,
  type TimeRange,
  getDefaultTimeRange,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import { type Mappings, fieldsOf } from './elasticsearchFields';

interface Part {
  field?: string;
  settings?: { filters?: Array<{ query: string; label: string }>; [key: string]: unknown };
  [key: string]: unknown;
}

interface ElasticQuery extends DataQuery {
  query?: string;
  alias?: string;
  bucketAggs?: Part[];
  metrics?: Part[];
}

interface ElasticSettings extends DataSourceJsonData {
  index?: string;
  timeField?: string;
}

/** A variable's query: {"find":"terms","field":"service.name","query":"…","size":100}, or {"find":"fields","type":"number"}. */
interface FindQuery {
  find?: string;
  field?: string;
  type?: string | string[];
  query?: string;
  size?: number;
  orderBy?: 'key' | 'doc_count';
  order?: 'asc' | 'desc';
}

const DEFAULT_TERMS = 500;

/** Grafana's Elasticsearch data source, so far as scenes use it: queries with variables, and fields and terms for variables. */
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
    const lucene = (text: string) => srv.replace(text, scopedVars, 'lucene');
    const filled = (part: Part): Part => ({
      ...part,
      field: part.field && srv.replace(part.field, scopedVars),
      ...(part.settings?.filters && {
        settings: {
          ...part.settings,
          filters: part.settings.filters.map((filter) => ({ ...filter, query: lucene(filter.query) })),
        },
      }),
    });
    return {
      ...query,
      query: lucene(query.query ?? ''),
      alias: srv.replace(query.alias, scopedVars),
      bucketAggs: query.bucketAggs?.map(filled),
      metrics: query.metrics?.map(filled),
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
    const wanted: FindQuery = JSON.parse(getTemplateSrv().replace(raw, options?.scopedVars, 'lucene'));
    if (wanted.find === 'fields') {
      return this.fields(wanted.type);
    }
    if (wanted.find === 'terms' && wanted.field) {
      return this.terms({ ...wanted, field: wanted.field }, options?.range);
    }
    throw new Error('Elasticsearch finds {"find":"fields"} and {"find":"terms","field":"…"} only');
  }

  override getTagKeys(): Promise<MetricFindValue[]> {
    return this.fields();
  }

  override getTagValues({ key, timeRange }: DataSourceGetTagValuesOptions): Promise<MetricFindValue[]> {
    return this.terms({ field: key }, timeRange);
  }

  private async fields(type?: string | string[]): Promise<MetricFindValue[]> {
    const mappings = await this.getResource<Mappings>(`${this.index}/_mapping`);
    const types = type === undefined ? [] : [type].flat();
    return fieldsOf(mappings, types).map(({ name, type: kind }) => ({ text: name, type: kind }));
  }

  private async terms(
    { field, query, size = DEFAULT_TERMS, orderBy = 'key', order = 'asc' }: FindQuery & { field: string },
    range: TimeRange = getDefaultTimeRange()
  ): Promise<MetricFindValue[]> {
    const time = { gte: range.from.valueOf(), lte: range.to.valueOf(), format: 'epoch_millis' };
    const filter: object[] = [{ range: { [this.timeField]: time } }];
    if (query) {
      filter.push({ query_string: { analyze_wildcard: true, query } });
    }
    const sort = { [orderBy === 'key' ? '_key' : '_count']: order };
    const search = { size: 0, query: { bool: { filter } }, aggs: { 1: { terms: { field, size, order: sort } } } };
    const head = { search_type: 'query_then_fetch', ignore_unavailable: true, index: this.index };
    const lines = [head, search].map((line) => JSON.stringify(line));
    const { responses } = await this.postResource<SearchAnswer>('_msearch', `${lines.join('\n')}\n`, {
      headers: { 'Content-Type': 'application/x-ndjson' },
    });
    const [answer] = responses ?? [];
    if (answer?.error) {
      throw new Error(answer.error.root_cause?.[0]?.reason ?? answer.error.reason);
    }
    const buckets = answer?.aggregations?.['1']?.buckets ?? [];
    return buckets.map(({ key, key_as_string }) => ({ text: key_as_string ?? String(key), value: String(key) }));
  }
}

interface SearchAnswer {
  responses?: Array<{
    error?: { reason: string; root_cause?: Array<{ reason: string }> };
    aggregations?: Record<string, { buckets: Array<{ key: string | number; key_as_string?: string }> }>;
  }>;
}
