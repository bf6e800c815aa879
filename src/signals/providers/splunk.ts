import { type DataQuery } from '@grafana/schema';

import { type Signal } from '../../api/types';
import { LIMITS } from '../limits';
import { singleTarget } from './single';
import { type ProviderAdapter, type ProviderQueries, type QueryContext } from './types';

/** One query as Grafana's Splunk data source takes it. */
export interface SplunkQuery extends DataQuery {
  query: string;
  rawQuery: true;
}

/** Splunk has no common field names for clusters and services, so its queries are not limited by the variables. */
export const splunk: ProviderAdapter = {
  id: 'splunk',
  pluginId: 'grafana-splunk-datasource',
  title: 'Splunk',
  queries,
  text: ({ providers: { splunk: provider } }) => (provider ? [{ language: 'SPL', text: provider.spl }] : []),
};

function queries(signal: Signal, context: QueryContext): ProviderQueries | undefined {
  const provider = signal.providers.splunk;
  if (!provider) {
    return undefined;
  }
  const query: Omit<SplunkQuery, 'refId' | 'datasource'> = { query: limited(provider.spl), rawQuery: true };
  return singleTarget(context, query, provider);
}

/** A chart over a long time gets wider buckets instead of more of them; of everything else only so many rows are wanted. */
function limited(spl: string): string {
  const charted = spl.replace(/\btimechart span=(\w+)/g, `timechart minspan=$1 bins=${LIMITS.pointsPerSeries}`);
  return `${charted} | head ${LIMITS.rowsAsked}`;
}
