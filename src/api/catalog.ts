import { useCallback } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import { type Layer, type SignalList } from './types';

/** The signals of one layer with all queries, and its groups, both in the order of the catalog. */
export function useLayerSignals(layer: Layer) {
  return useQuery<SignalList, ApiError>({
    queryKey: keys.layerSignals(layer),
    queryFn: () => request<SignalList>('GET', '/catalog/signals', { query: { layer } }),
    staleTime: Infinity,
  });
}

/** The signals of all layers with all queries; an answer of several hundred kilobytes. */
export function useSignals() {
  return useQuery<SignalList, ApiError>({
    queryKey: keys.allSignals,
    queryFn: () => request<SignalList>('GET', '/catalog/signals'),
    staleTime: Infinity,
  });
}

/** Loads the signals of all layers with all queries, only when somebody needs them; an earlier answer is used again. */
export function useFetchSignals(): () => Promise<SignalList> {
  const client = useQueryClient();
  return useCallback(
    () =>
      client.query({
        queryKey: keys.allSignals,
        queryFn: () => request<SignalList>('GET', '/catalog/signals'),
        staleTime: Infinity,
      }),
    [client]
  );
}
