import {
  type DataQuery,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type DataSourceJsonData,
  type LegacyMetricFindQueryOptions,
  type MetricFindValue,
  type ScopedVars,
  type TimeRange,
  getDefaultTimeRange,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import { type Observable, map } from 'rxjs';
import { toPanelFrames } from './prometheusFrames';

export interface PromQuery extends DataQuery {
  expr: string;
  format?: 'time_series' | 'table' | 'heatmap';
  instant?: boolean;
  range?: boolean;
  interval?: string;
  legendFormat?: string;
}

interface PromSettings extends DataSourceJsonData {
  timeInterval?: string;
}

interface Filter {
  key: string;
  operator: string;
  value: string;
}

type VariableQuery = string | { query?: string };

/** Several values become a regular expression; one value stays text, with PromQL's escapes. */
export function formatValue(value: unknown): string {
  if (typeof value === 'string') {
    return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"');
  }
  const values = (Array.isArray(value) ? value : [value]).map((v) =>
    String(v).replace(/[\\^$*+?.()|[\]{}]/g, '\\\\$&')
  );
  return values.length === 1 ? values[0] : `(${values.join('|')})`;
}

/** Grafana's Prometheus data source, so far as scenes use it: queries, template variables, label filters. */
export class PrometheusSource extends DataSourceWithBackend<PromQuery, PromSettings> {
  private readonly scrape?: string;

  constructor(settings: DataSourceInstanceSettings<PromSettings>) {
    super(settings);
    this.scrape = settings.jsonData.timeInterval;
    this.interval = this.scrape ?? '15s';
  }

  override filterQuery(query: PromQuery) {
    return !query.hide && !!query.expr;
  }

  override applyTemplateVariables(query: PromQuery, scopedVars: ScopedVars): PromQuery {
    // The backend fills these in, once it has chosen the step.
    const { __interval, __interval_ms, __rate_interval, __range, __range_s, __range_ms, ...rest } = scopedVars;
    const srv = getTemplateSrv();
    return {
      ...query,
      expr: srv.replace(query.expr, rest, formatValue),
      interval: srv.replace(query.interval, rest),
      legendFormat: srv.replace(query.legendFormat, rest),
    };
  }

  override interpolateVariablesInQueries(queries: PromQuery[], scopedVars: ScopedVars) {
    return queries.map((q) => ({ ...this.applyTemplateVariables(q, scopedVars), datasource: this.getRef() }));
  }

  override query(request: DataQueryRequest<PromQuery>): Observable<DataQueryResponse> {
    return super.query(request).pipe(map((response) => toPanelFrames(response, request.targets)));
  }

  private async api(path: string, params: Record<string, string | undefined>) {
    // A parameter without a value would be sent as an empty one, which Prometheus refuses.
    const given = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
    const body = await this.getResource(`api/v1/${path}`, given);
    return body?.data;
  }

  private range(range: TimeRange = getDefaultTimeRange()) {
    return { start: String(range.from.unix()), end: String(range.to.unix()) };
  }

  /** label_names(), label_values(label), label_values(selector, label), metrics(regex), query_result(expr). */
  override async metricFindQuery(
    query: VariableQuery,
    options?: LegacyMetricFindQueryOptions
  ): Promise<MetricFindValue[]> {
    const raw = typeof query === 'string' ? query : (query.query ?? '');
    const text = getTemplateSrv().replace(raw, options?.scopedVars, formatValue).trim();
    const [, call = '', inner = ''] = /^(\w+)\((.*)\)\s*$/s.exec(text) ?? [];
    const range = this.range(options?.range);
    switch (call) {
      case 'label_names':
        return toValues(await this.api('labels', { ...range, 'match[]': inner || undefined }));
      case 'label_values':
        return this.labelValues(inner, range);
      case 'metrics': {
        const names: string[] = await this.api('label/__name__/values', range);
        return toValues(names.filter((n) => new RegExp(inner).test(n)));
      }
      case 'query_result':
        return this.queryResult(inner, range.end);
    }
    const series: Array<Record<string, string>> = await this.api('series', { ...range, 'match[]': text });
    return toValues(series.map(seriesName));
  }

  private async labelValues(inner: string, range: Record<string, string>) {
    const cut = inner.lastIndexOf(',');
    // A comma inside {…} belongs to the selector.
    const hasSelector = cut >= 0 && !inner.slice(cut).includes('}');
    const label = (hasSelector ? inner.slice(cut + 1) : inner).trim();
    const selector = hasSelector ? inner.slice(0, cut).trim() : undefined;
    return toValues(await this.api(`label/${encodeURIComponent(label)}/values`, { ...range, 'match[]': selector }));
  }

  private async queryResult(expr: string, time: string): Promise<MetricFindValue[]> {
    const data = await this.api('query', { query: expr, time });
    const rows: Array<{ metric: Record<string, string>; value: [number, string] }> = data?.result ?? [];
    return rows.map(({ metric, value }) => ({ text: `${seriesName(metric)} ${value[1]} ${value[0] * 1000}` }));
  }

  override async getTagKeys(options?: { filters?: Filter[] }): Promise<MetricFindValue[]> {
    return toValues(await this.api('labels', { ...this.range(), 'match[]': selectorOf(options?.filters) }));
  }

  override async getTagValues(options: { key: string; filters?: Filter[] }): Promise<MetricFindValue[]> {
    const path = `label/${encodeURIComponent(options.key)}/values`;
    return toValues(await this.api(path, { ...this.range(), 'match[]': selectorOf(options.filters) }));
  }
}

const toValues = (names: string[] | undefined): MetricFindValue[] =>
  (names ?? []).map((text) => ({ text, value: text }));

function selectorOf(filters: Filter[] = []) {
  return filters.length
    ? `{${filters.map((f) => `${f.key}${f.operator}${JSON.stringify(f.value)}`).join(',')}}`
    : undefined;
}

function seriesName({ __name__ = '', ...labels }: Record<string, string>) {
  const pairs = Object.entries(labels).map(([k, v]) => `${k}=${JSON.stringify(v)}`);
  return pairs.length ? `${__name__}{${pairs.join(',')}}` : __name__;
}
