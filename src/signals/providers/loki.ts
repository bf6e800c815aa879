import { type DataQuery } from '@grafana/schema';

import { type Signal } from '../../api/types';
import { LIMITS } from '../limits';
import { fillScope } from '../scope';
import { mostSeries } from './bounds';
import { singleTarget } from './single';
import { type ProviderAdapter, type ProviderQueries, type QueryContext } from './types';

/** One query as Grafana's Loki data source takes it. */
export interface LokiQuery extends DataQuery {
  expr: string;
  legendFormat: string;
  queryType: 'range' | 'instant';
  /** Log lines; metric queries ignore it. */
  maxLines: number;
  editorMode: 'code';
}

export const loki: ProviderAdapter = {
  id: 'loki',
  pluginId: 'loki',
  title: 'Loki',
  queries,
  text: ({ providers: { loki: provider } }) => (provider ? [{ language: 'LogQL', text: provider.expr }] : []),
};

function queries(signal: Signal, context: QueryContext): ProviderQueries | undefined {
  const provider = signal.providers.loki;
  if (!provider) {
    return undefined;
  }
  const expr = fillScope(provider.expr, context.scope);
  const query: Omit<LokiQuery, 'refId' | 'datasource'> = {
    // What begins with a selector of streams asks for lines.
    expr: expr.trimStart().startsWith('{') ? expr : mostSeries(expr),
    legendFormat: provider.legend ?? '',
    queryType: (provider.instant ?? false) ? 'instant' : 'range',
    maxLines: LIMITS.logLines,
    editorMode: 'code',
  };
  return singleTarget(context, query, provider);
}
