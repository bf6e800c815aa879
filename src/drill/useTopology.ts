import { useQuery } from '@tanstack/react-query';

import { instantVectors } from '../signals/instant';
import { type Probe } from '../signals/providers/probe';
import { useProbes } from '../signals/providers/useProbes';
import { type Thing } from '../signals/things';
import { mergeTopologies, POD_INFO, type Topology, topologyOf, topologyQueries } from './topology';
import { type View } from './view';

/** Pods and nodes of one page. */
const RELATED = 200;
const STALE_MS = 60_000;

export interface TopologyState {
  /** Absent while it is asked, and where nothing knows it. */
  topology?: Topology;
  pending: boolean;
  /** No data source has kube_pod_info. */
  unmeasured: boolean;
  /** What a data source said that failed. */
  message?: string;
}

/** The pods and nodes that have to do with a thing, from every data source that knows them. */
export function useTopology(thing: Thing, view: View): TopologyState {
  const { probes, pending } = useProbes();
  const sources = knowing(probes, view);
  const query = useQuery<Topology>({
    queryKey: ['topology', thing, view.cluster, view.atS, sources.map(({ uid }) => uid)],
    queryFn: () => ask(thing, view, sources),
    enabled: !pending && sources.length > 0,
    staleTime: STALE_MS,
  });
  return {
    topology: query.data,
    pending: pending || (sources.length > 0 && query.isPending),
    unmeasured: !pending && sources.length === 0,
    message: query.error?.message,
  };
}

/** The Prometheus data sources of a view that have kube-state-metrics. */
export function knowing(probes: Probe[], { dataSources }: View): Probe[] {
  return probes.filter(
    ({ provider, uid, names }) =>
      provider === 'prometheus' && names.has(POD_INFO) && (dataSources.length === 0 || dataSources.includes(uid))
  );
}

async function ask(thing: Thing, view: View, sources: Probe[]): Promise<Topology> {
  return mergeTopologies(await Promise.all(sources.map((source) => askOne(thing, view, source))));
}

async function askOne(thing: Thing, { cluster, atS }: View, { uid, names }: Probe): Promise<Topology> {
  const scope = cluster ? { cluster: [cluster] } : {};
  const queries = topologyQueries(thing, { scope, limit: RELATED, has: (metric) => names.has(metric), atS });
  const { found, failed } = await instantVectors(uid, queries);
  const [message] = failed.values();
  if (message !== undefined) {
    throw new Error(message);
  }
  return topologyOf([...(found.get('pods') ?? []), ...(found.get('otel') ?? [])], found.get('nodes') ?? []);
}
