import { type DataSourceInstanceSettings } from '@grafana/data';
import { useQuery } from '@tanstack/react-query';

import { LIMITS } from '../../signals/limits';
import { probeQuery } from '../../signals/providers/useProbes';

const AFTER_FAILURE_MS = 60_000;

/** The names that a data source has, asked again as long as the wall is on: exporters come and go. */
export function useProbe(source: DataSourceInstanceSettings | undefined) {
  return useQuery({
    ...(source ? probeQuery(source) : NONE),
    enabled: source !== undefined,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => (state.data?.state === 'ready' ? LIMITS.probeStaleMs : AFTER_FAILURE_MS),
  });
}

const NONE = { queryKey: ['probe', ''], queryFn: () => Promise.reject(new Error('no data source')) };
