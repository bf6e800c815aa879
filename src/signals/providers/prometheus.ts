import { t } from '@grafana/i18n';
import { type DataQuery } from '@grafana/schema';

import { type PrometheusProvider, type Signal } from '../../api/types';
import { LIMITS } from '../limits';
import { refId } from '../refId';
import { fillScope } from '../scope';
import { mostSeries } from './bounds';
import {
  MIXED,
  type Origin,
  type ProviderAdapter,
  type ProviderQueries,
  type QueryContext,
  type Target,
} from './types';

/** One query as the Prometheus data source takes it. */
export interface PrometheusQuery extends DataQuery {
  expr: string;
  legendFormat: string;
  range: boolean;
  instant: boolean;
  format: 'time_series' | 'table' | 'heatmap';
  editorMode: 'code';
}

interface Asked {
  provider: PrometheusProvider;
  target: Target;
}

export const prometheus: ProviderAdapter = {
  id: 'prometheus',
  pluginId: 'prometheus',
  alsoPluginIds: ['grafana-amazonprometheus-datasource', 'grafana-azureprometheus-datasource'],
  title: 'Prometheus',
  queries,
  text: (signal) =>
    (signal.providers.prometheus ?? []).map(({ source, expr }) => ({ source, language: 'PromQL', text: expr })),
};

function queries(signal: Signal, { targets, scope }: QueryContext): ProviderQueries | undefined {
  const all = targets.flatMap((target) => providersOf(signal, target.source).map((provider) => ({ provider, target })));
  const first = all[0];
  if (!first) {
    return undefined;
  }
  const asked = all.slice(0, LIMITS.queriesPerPanel);
  const several = new Set(asked.map(({ target }) => target.uid)).size > 1;
  return {
    datasource: several ? MIXED : refOf(first.target),
    queries: asked.map(({ provider, target }, index) => ({
      ...toQuery(signal, provider, refId(index)),
      datasource: refOf(target),
      expr: mostSeries(fillScope(provider.expr, scope)),
      legendFormat: several ? `${target.name} ${provider.legend}`.trim() : provider.legend,
    })),
    origins: Object.fromEntries(asked.map((one, index) => [refId(index), originOf(one)])),
    ...unitsOf(asked),
    notice: all.length > asked.length ? leftOut(asked.length, all.length) : undefined,
  };
}

/** One unit that all queries share, or those of single queries. */
function unitsOf(asked: Asked[]): Pick<ProviderQueries, 'unit' | 'queryUnits'> {
  const units = asked.map(({ provider }) => provider.unit);
  const [first] = units;
  if (units.every((unit) => unit === first)) {
    return { unit: first };
  }
  return {
    queryUnits: Object.fromEntries(units.flatMap((unit, index) => (unit === undefined ? [] : [[refId(index), unit]]))),
  };
}

function leftOut(shown: number, count: number): string {
  return t(
    'signal.queries-left-out',
    'Only the first {{shown}} of {{count}} queries are asked: choose fewer data sources',
    {
      shown,
      count,
      defaultValue_one: 'Only the first {{shown}} of {{count}} query is asked: choose fewer data sources',
    }
  );
}

/** Queries of one exporter belong together; without a known one those of all are asked. */
function providersOf(signal: Signal, source: string | undefined): PrometheusProvider[] {
  const providers = signal.providers.prometheus ?? [];
  return source === undefined ? providers : providers.filter((provider) => provider.source === source);
}

function toQuery(signal: Signal, provider: PrometheusProvider, id: string) {
  const format = provider.format ?? (signal.visualisation === 'table' ? 'table' : 'time_series');
  const instant = provider.instant ?? format === 'table';
  return { refId: id, range: !instant, instant, format, editorMode: 'code' as const };
}

function refOf({ uid, type }: Target) {
  return { uid, type };
}

function originOf({ provider, target }: Asked): Origin {
  return { uid: target.uid, name: target.name, source: provider.source };
}
