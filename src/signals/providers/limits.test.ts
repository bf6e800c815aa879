import { type DataQuery } from '@grafana/schema';

import { type ProviderId } from '../../api/types';
import { catalogSignals } from '../../test/catalog';
import { partsOf } from '../../test/languages';
import { LIMITS } from '../limits';
import { isRecord } from '../message';
import { ADAPTERS, PROVIDER_IDS } from '.';

const SIGNALS = catalogSignals();
const MANY_TARGETS = Array.from({ length: 40 }, (_, index) => ({ uid: `u${index}`, name: `N${index}`, type: 'x' }));

/** Everything that the built-in signals ask of one provider. */
function asked(provider: ProviderId): Array<{ id: string; query: DataQuery; minInterval?: string }> {
  return SIGNALS.flatMap((signal) => {
    const made = ADAPTERS[provider].queries(signal, { targets: MANY_TARGETS.slice(0, 1), scope: {} });
    return (made?.queries ?? []).map((query) => ({ id: signal.id, query, minInterval: made?.minInterval }));
  });
}

function text(query: unknown, ...path: string[]): string {
  const found = path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), query);
  if (typeof found !== 'string') {
    throw new Error(`The query has no ${path.join('.')}: ${JSON.stringify(query)}`);
  }
  return found;
}

function list(query: DataQuery, key: string): Array<Record<string, unknown>> {
  const found: unknown = isRecord(query) ? query[key] : undefined;
  return Array.isArray(found) ? found.filter(isRecord) : [];
}

const SERIES = new RegExp(`^topk\\(${LIMITS.seriesAsked}, [^]*\\)$`);
const filled = (expr: string) =>
  expr.replace(/\$__(?:rate_interval|interval|auto|range)\b/g, '5m').replace(/\$__range_s\b/g, '60');

/** The ids of signals whose query is not as it has to be. */
function wrong(provider: ProviderId, isRight: (one: ReturnType<typeof asked>[number]) => boolean): string[] {
  const all = asked(provider);
  expect(all.length).toBeGreaterThan(10);
  return all.filter((one) => !isRight(one)).map(({ id, query }) => `${id}: ${JSON.stringify(query)}`);
}

describe('what the built-in signals ask is limited', () => {
  it('knows every provider', () => {
    expect(PROVIDER_IDS.filter((provider) => asked(provider).length === 0)).toEqual([]);
  });

  it('Prometheus: in series, and in how far one point looks back', () => {
    expect(wrong('prometheus', ({ query }) => isLimitedVector('PromQL', text(query, 'expr')))).toEqual([]);
    expect(wrong('prometheus', ({ query }) => longestWindow(text(query, 'expr')) <= LIMITS.windowMs)).toEqual([]);
  });

  it('Prometheus: in queries, however many data sources there are', () => {
    const counts = SIGNALS.map(
      (signal) => ADAPTERS.prometheus.queries(signal, { targets: MANY_TARGETS, scope: {} })?.queries.length ?? 0
    );

    expect(Math.max(...counts)).toBe(LIMITS.queriesPerPanel);
  });

  it('Loki: in lines or in series', () => {
    const isLimited = ({ query }: { query: DataQuery }) =>
      'maxLines' in query &&
      query.maxLines === LIMITS.logLines &&
      (text(query, 'expr').startsWith('{') || isLimitedVector('LogQL', text(query, 'expr')));

    expect(wrong('loki', isLimited)).toEqual([]);
    expect(wrong('loki', ({ query }) => longestWindow(text(query, 'expr')) <= LIMITS.windowMs)).toEqual([]);
  });

  it('Elasticsearch: in documents, in values of a field and in points', () => {
    const most: Record<string, [setting: string, limit: number]> = {
      logs: ['limit', LIMITS.logLines],
      raw_data: ['size', LIMITS.rowsPerPanel],
      raw_document: ['size', LIMITS.rowsPerPanel],
      terms: ['size', LIMITS.rowsPerPanel],
    };
    const isLimited = ({ query }: { query: DataQuery }) =>
      [...list(query, 'metrics'), ...list(query, 'bucketAggs')].every((part) => {
        const [setting, limit] = most[text(part, 'type')] ?? [];
        const asks = setting === undefined ? 1 : Number(text(part, 'settings', setting));
        return (
          asks > 0 &&
          asks <= (limit ?? 1) &&
          (part.type !== 'date_histogram' || text(part, 'settings', 'interval') === 'auto')
        );
      });

    expect(wrong('elasticsearch', isLimited)).toEqual([]);
  });

  it('Elasticsearch: as many series as any chart', () => {
    const isLimited = ({ query }: { query: DataQuery }) =>
      !list(query, 'bucketAggs').some(({ type }) => type === 'date_histogram') ||
      list(query, 'bucketAggs').every(
        (part) => part.type !== 'terms' || Number(text(part, 'settings', 'size')) <= LIMITS.seriesAsked
      );

    expect(wrong('elasticsearch', isLimited)).toEqual([]);
  });

  it('Pixie: in rows of every table, and in how short a bucket is', () => {
    const isLimited = ({ query, minInterval }: { query: DataQuery; minInterval?: string }) => {
      const script = text(query, 'queryBody', 'pxlScript');
      const shown = [...script.matchAll(/^px\.display\((\w+)/gm)].map(([, name]) => name);
      return (
        shown.length > 0 &&
        shown.every((name) => script.includes(`\n${name} = ${name}.head(${LIMITS.rowsAsked})\npx.display(${name}`)) &&
        minInterval === `${LIMITS.pixieIntervalMs / 1000}s`
      );
    };

    expect(wrong('pixie', isLimited)).toEqual([]);
  });

  it('Kubeshark: in calls and flows', () => {
    const isLimited = ({ query }: { query: DataQuery }) => {
      const options = 'url_options' in query && isRecord(query.url_options) ? query.url_options : {};
      const params: unknown[] = Array.isArray(options.params) ? options.params : [];
      const limit = params.filter(isRecord).find(({ key }) => key === 'limit')?.value;
      return !/(calls|flows)$/.test(text(query, 'url')) || (Number(limit) > 0 && Number(limit) <= LIMITS.rowsAsked);
    };

    expect(wrong('kubeshark', isLimited)).toEqual([]);
  });

  it('Splunk: in rows, and in buckets of a chart', () => {
    const isLimited = ({ query }: { query: DataQuery }) =>
      text(query, 'query').endsWith(` | head ${LIMITS.rowsAsked}`) &&
      !/timechart (?!minspan=\w+ bins=600 )/.test(text(query, 'query'));

    expect(wrong('splunk', isLimited)).toEqual([]);
  });

  it('Dynatrace: in series or in records', () => {
    const isLimited = ({ query }: { query: DataQuery }) =>
      'metricSelector' in query
        ? text(query, 'metricSelector')
            .split(/,(?=\w+:)/)
            .every((metric) => metric.endsWith(`:limit(${LIMITS.seriesAsked})`))
        : /\| limit (200|10000)$/.test(text(query, 'dqlQuery'));

    expect(wrong('dynatrace', isLimited)).toEqual([]);
  });
});

/** The whole query stands in `topk`: the grammar says so, not only the text. */
function isLimitedVector(language: 'PromQL' | 'LogQL', expr: string): boolean {
  const whole = partsOf(language, filled(expr)).filter(({ text: part }) => part === filled(expr));
  return SERIES.test(expr) && whole.some(({ kind }) => kind === 'AggregateExpr' || kind === 'VectorAggregationExpr');
}

const UNITS_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Of all the windows and offsets of a query, in milliseconds; those of Grafana follow the time range. */
function longestWindow(expr: string): number {
  const windows = [...expr.matchAll(/\b(\d+)([smhdw])\b/g)].map(
    ([, count, unit]) => Number(count) * (UNITS_MS[unit ?? ''] ?? Infinity)
  );
  return Math.max(0, ...windows);
}
