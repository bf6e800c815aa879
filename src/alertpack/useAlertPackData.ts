import { type DataSourceInstanceSettings } from '@grafana/data';
import { config } from '@grafana/runtime';

import { type AlertPackQuery, useAlertPack } from '../api/alertPack';
import { useCatalogIndex } from '../api/catalogIndex';
import { type CatalogIndex, type ProviderId } from '../api/types';
import { type Probe } from '../signals/providers/probe';
import { listDataSources, providerOf } from '../signals/providers/sources';
import { useProbes } from '../signals/providers/useProbes';
import { exportersFound } from './exporters';
import { NONE, type PackView } from './packQuery';

export interface Sources {
  prometheus?: DataSourceInstanceSettings;
  elasticsearch?: DataSourceInstanceSettings;
}

/** The data sources that the rules ask: those of the view, else Grafana's default of the type, else the first. */
export function sourcesOf({ datasource, elasticsearch }: PackView): Sources {
  return {
    prometheus: pick('prometheus', datasource),
    elasticsearch: elasticsearch === NONE ? undefined : pick('elasticsearch', elasticsearch),
  };
}

function pick(provider: ProviderId, wanted: string): DataSourceInstanceSettings | undefined {
  const list = listDataSources().filter((one) => providerOf(one) === provider);
  return list.find(({ uid }) => uid === wanted) ?? list[0];
}

export interface Found {
  /** The exporters that the data source has; undefined: not known, so the catalog's first choices are taken. */
  exporters?: string[];
  state: 'default' | 'asking' | 'found' | 'none' | 'failed' | 'no-data-source';
  /** What the data source said when it failed. */
  message?: string;
}

interface ProbeState {
  probes: readonly Probe[];
  pending: boolean;
}

/** Which exporters are there, as far as the probe of the data source tells. */
export function findExporters(
  view: Pick<PackView, 'exporters'>,
  uid: string | undefined,
  index: CatalogIndex | undefined,
  { probes, pending }: ProbeState
): Found {
  if (view.exporters === 'default') {
    return { state: 'default' };
  }
  if (uid === undefined) {
    return { state: 'no-data-source' };
  }
  const probe = probes.find((one) => one.uid === uid);
  if (!index || (!probe && pending)) {
    return { state: 'asking' };
  }
  if (probe?.state !== 'ready') {
    return { state: 'failed', message: probe?.message };
  }
  const exporters = exportersFound(index.signals, probe.names);
  return exporters.length > 0 ? { state: 'found', exporters } : { state: 'none' };
}

/** The pack for a view, and what is known about its parts. */
export function useAlertPackData(view: PackView) {
  const index = useCatalogIndex();
  const probes = useProbes();
  const sources = sourcesOf(view);
  const found = findExporters(view, sources.prometheus?.uid, index.data, probes);
  const query =
    found.state === 'asking' ? undefined : packQuery(view, sources.prometheus?.uid, sources.elasticsearch?.uid, found);
  return { index, found, sources, pack: useAlertPack(query) };
}

function packQuery(
  { format, layer, grafanaUrl }: PackView,
  datasource: string | undefined,
  elasticsearch: string | undefined,
  { exporters = [] }: Found
): AlertPackQuery {
  return {
    format,
    layer,
    source: exporters,
    grafanaUrl: grafanaUrl || config.appUrl,
    ...(format === 'grafana' ? { datasource, elasticsearch } : {}),
  };
}
