import { useQuery } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import { type Layer, type Signal, type SignalList } from './types';

/** The signals of one layer, or all, in the order of the catalog. It comes with the plugin, so it is asked once. */
export function useSignals(layer?: Layer) {
  return useQuery<SignalList, ApiError, Signal[]>({
    queryKey: keys.signals,
    queryFn: () => request<SignalList>('GET', '/catalog/signals'),
    select: (list) => (layer ? list.signals.filter((signal) => signal.layer === layer) : list.signals),
    staleTime: Infinity,
  });
}
