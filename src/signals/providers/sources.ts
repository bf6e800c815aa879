import { type DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';

import { type ProviderId } from '../../api/types';
import { ADAPTERS, PROVIDER_IDS } from '.';

/** The provider that a data source is for; undefined where the catalog has no queries for it. */
export function providerOf({ meta, name }: Pick<DataSourceInstanceSettings, 'meta' | 'name'>): ProviderId | undefined {
  const found = PROVIDER_IDS.find((id) => understands(id, meta.id));
  // Infinity asks any address; the one of Kubeshark's Hub is told by its name.
  return found === 'kubeshark' && !/kubeshark/i.test(name) ? undefined : found;
}

function understands(id: ProviderId, pluginId: string): boolean {
  const { pluginId: own, alsoPluginIds = [] } = ADAPTERS[id];
  return own === pluginId || alsoPluginIds.includes(pluginId);
}

/** Data sources that the catalog has queries for, Grafana's default first. */
export function listDataSources(): DataSourceInstanceSettings[] {
  const list = getDataSourceSrv().getList({ filter: (one) => providerOf(one) !== undefined });
  return [...list].sort((a, b) => Number(b.isDefault ?? false) - Number(a.isDefault ?? false));
}
