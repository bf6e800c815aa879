import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import {
  type OwnSignal,
  type OwnSignalInput,
  type OwnSignalList,
  type OwnSignalRecord,
  type SignalCheck,
} from './types';

const pathOf = (id: string) => `/catalog/own/${encodeURIComponent(id)}`;

/** What this organisation added to the catalog or changed in it, ordered by id. */
export function useOwnSignals() {
  return useQuery<OwnSignalList, ApiError, OwnSignalRecord[]>({
    queryKey: keys.ownSignals,
    queryFn: () => request<OwnSignalList>('GET', '/catalog/own'),
    select: (list) => list.signals,
  });
}

/** Panels, coverage and alert rules all follow from the catalog, so all of it is asked again; also after a conflict. */
function useRefreshCatalog() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.signals });
  return { onSuccess: refresh, onError: (error: ApiError) => (error.status === 409 ? refresh() : undefined) };
}

/** Stores a new or changed signal; with an older version than the stored one it is refused with 409. */
export function usePutOwnSignal() {
  const refresh = useRefreshCatalog();
  return useMutation<OwnSignalRecord, ApiError, OwnSignalInput>({
    mutationFn: (body) => request<OwnSignalRecord>('PUT', pathOf(body.signal.id), { body }),
    ...refresh,
  });
}

/** Removes an own signal, or puts a built-in one back. */
export function useDeleteOwnSignal() {
  const refresh = useRefreshCatalog();
  return useMutation<void, ApiError, { id: string; version: number }>({
    mutationFn: ({ id, version }) => request<void>('DELETE', pathOf(id), { query: { version } }),
    ...refresh,
  });
}

/** What is wrong with a signal, and the whole signal as it would be; nothing is stored. */
export function useSignalCheck(signal: OwnSignal | undefined) {
  return useQuery<SignalCheck, ApiError>({
    queryKey: keys.signalCheck(signal ?? {}),
    queryFn: () => request<SignalCheck>('POST', '/catalog/check', { body: signal }),
    enabled: signal !== undefined,
    staleTime: Infinity,
    placeholderData: (previous) => previous,
  });
}
