import { useQuery } from '@tanstack/react-query';

import { useProbes } from '../signals/providers/useProbes';
import { variableOptions } from '../signals/scene/variableOptions';
import { type View } from './view';

const STALE_MS = 60_000;

/** Services that measure themselves, also those without pods of their own; undefined as long as that is not known. */
export function useServiceNames(wanted: boolean, { cluster, dataSources }: View): string[] | undefined {
  const { probes, pending } = useProbes();
  const own = probes.filter(
    ({ provider, uid }) => provider !== 'prometheus' || dataSources.length === 0 || dataSources.includes(uid)
  );
  return useQuery({
    queryKey: ['service-names', cluster, own.map(({ uid }) => uid)],
    queryFn: () => variableOptions('service', own, cluster ? { cluster: [cluster] } : {}),
    enabled: wanted && !pending,
    staleTime: STALE_MS,
  }).data;
}
