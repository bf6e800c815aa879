import { type DataSourceInstanceSettings } from '@grafana/data';
import { useQueries, type UseQueryResult } from '@tanstack/react-query';

import { LIMITS } from '../limits';
import { type Probe, probe } from './probe';
import { listDataSources } from './sources';

/** The probe of one data source, as react-query keeps it. */
export function probeQuery(settings: DataSourceInstanceSettings) {
  return {
    queryKey: ['probe', settings.uid],
    queryFn: () => probe(settings),
    staleTime: LIMITS.probeStaleMs,
    gcTime: LIMITS.probeStaleMs,
  };
}

export interface Probes {
  /** Those that are known so far, Grafana's default data source first. */
  probes: Probe[];
  /** Whether some data source has not answered yet. */
  pending: boolean;
  /** Asks all again. */
  refresh: () => void;
}

/** What every data source of this organisation can answer; shared by all pages, trusted for some minutes. */
export function useProbes(): Probes {
  return useQueries({
    queries: listDataSources().map((settings) => ({ ...probeQuery(settings), refetchOnWindowFocus: false })),
    combine,
  });
}

/** One function for all renders, so that the same results are the same object. */
function combine(results: Array<UseQueryResult<Probe>>): Probes {
  return {
    probes: results.flatMap(({ data }) => data ?? []),
    pending: results.some(({ isPending }) => isPending),
    refresh: () => results.forEach(({ refetch }) => void refetch()),
  };
}
