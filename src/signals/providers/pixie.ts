import { type DataQuery } from '@grafana/schema';

import { type Signal } from '../../api/types';
import { LIMITS } from '../limits';
import { replaceVariables, type Scope, scopeRegex, type ScopeValue } from '../scope';
import { singleTarget } from './single';
import { type ProviderAdapter, type ProviderQueries, type QueryContext } from './types';

/** One query as the Pixie data source takes it; its backend fills in __time_from, __time_to and __interval. */
export interface PixieQuery extends DataQuery {
  queryType: 'run-script';
  queryBody: { pxlScript: string; clusterID: string };
  queryMeta: { isColDisplay: false; isGroupBy: false; columnOptions: [] };
  intervalMs: number;
}

export const pixie: ProviderAdapter = {
  id: 'pixie',
  pluginId: 'pixie-pixie-datasource',
  title: 'Pixie',
  queries,
  text: ({ providers: { pixie: provider } }) => (provider ? [{ language: 'PxL', text: provider.pxl }] : []),
};

function queries(signal: Signal, context: QueryContext): ProviderQueries | undefined {
  const provider = signal.providers.pixie;
  if (!provider) {
    return undefined;
  }
  const query: Omit<PixieQuery, 'refId' | 'datasource'> = {
    queryType: 'run-script',
    queryBody: { pxlScript: mostRows(fillScript(provider.pxl, context.scope)), clusterID: context.pixieCluster ?? '' },
    queryMeta: { isColDisplay: false, isGroupBy: false, columnOptions: [] },
    intervalMs: LIMITS.pixieIntervalMs,
  };
  return singleTarget(context, query, provider, `${LIMITS.pixieIntervalMs / 1000}s`);
}

/** A table that is displayed is cut before; Pixie cuts one that is made in the call, at the same number of rows. */
function mostRows(pxl: string): string {
  return pxl.replace(/^px\.display\((\w+)(?=[[,)]|\.head\()/gm, `$1 = $1.head(${LIMITS.rowsAsked})\n$&`);
}

/** The variables stand in raw strings, which end at a quote and know no escapes; RE2 does. */
function fillScript(pxl: string, scope: Scope): string {
  return replaceVariables(pxl, (name) => pixieRegex(scope[name]));
}

function pixieRegex(value: ScopeValue | undefined): string {
  return scopeRegex(value)
    .replaceAll("'", '\\x27')
    .replaceAll('"', '\\x22')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}
