import { type DataQuery } from '@grafana/schema';

import { type ProviderQueries, type QueryContext } from './types';

type Drawn = Pick<ProviderQueries, 'unit' | 'units' | 'visualisation'>;

/** What a provider answers that has one query and asks one data source; undefined without a data source. */
export function singleTarget<Query extends object>(
  { targets: [target] }: QueryContext,
  query: Query,
  { unit, units, visualisation }: Drawn,
  minInterval?: string
): ProviderQueries | undefined {
  if (!target) {
    return undefined;
  }
  const datasource = { uid: target.uid, type: target.type };
  const asked: DataQuery = { ...query, refId: 'A', datasource };
  return {
    datasource,
    queries: [asked],
    origins: { A: { uid: target.uid, name: target.name } },
    unit,
    units,
    visualisation,
    minInterval,
  };
}
