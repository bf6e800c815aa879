import { useQuery } from '@tanstack/react-query';

import { instantVectors, type Sample } from '../signals/instant';
import { type Probe } from '../signals/providers/probe';
import { useProbes } from '../signals/providers/useProbes';
import { type ThingKind } from '../signals/things';
import { listedThings, type ListedThing, listQuery } from './listing';
import { useServiceNames } from './useServiceNames';
import { knowing } from './useTopology';
import { type View } from './view';

const STALE_MS = 30_000;

export interface Listing {
  things: ListedThing[];
  pending: boolean;
  /** What a data source said that failed. */
  message?: string;
}

/** The services, nodes or pods whose name has this text in it. */
export function useListing(kind: ThingKind, search: string, view: View): Listing {
  const { probes, pending } = useProbes();
  const sources = knowing(probes, view);
  const measured = useServiceNames(kind === 'service', view) ?? [];
  const query = useQuery<Sample[]>({
    queryKey: ['listing', kind, search, view.cluster, sources.map(({ uid }) => uid)],
    queryFn: async () => (await Promise.all(sources.map((source) => ask(kind, search, view, source)))).flat(),
    enabled: !pending && sources.length > 0,
    staleTime: STALE_MS,
    placeholderData: (previous) => previous,
  });
  const matching = measured.filter((name) => name.toLowerCase().includes(search.toLowerCase()));
  return {
    things: listedThings(kind, query.data ?? [], matching),
    pending: pending || (sources.length > 0 && query.isPending),
    message: query.error?.message,
  };
}

async function ask(kind: ThingKind, search: string, { cluster }: View, { uid }: Probe): Promise<Sample[]> {
  const { found, failed } = await instantVectors(uid, [{ key: 'list', expr: listQuery(kind, search, cluster) }]);
  const [message] = failed.values();
  if (message !== undefined) {
    throw new Error(message);
  }
  return found.get('list') ?? [];
}
