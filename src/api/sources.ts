import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import { type NewSource, type Source, type SourceList, type SourcePatch, type SourceWithToken } from './types';

/** Statistics grow while somebody watches their first delivery. */
const POLL_MS = 15_000;

export function useSources() {
  return useQuery<SourceList, ApiError, Source[]>({
    queryKey: keys.sources,
    queryFn: () => request<SourceList>('GET', '/sources'),
    select: (list) => list.sources,
    refetchInterval: POLL_MS,
  });
}

function useRefreshSources() {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.sources }),
      client.invalidateQueries({ queryKey: keys.status }),
    ]);
  };
}

const pathOf = (id: string) => `/sources/${encodeURIComponent(id)}`;

/** The token is in the answer of this call only. */
export function useCreateSource() {
  const onSuccess = useRefreshSources();
  return useMutation<SourceWithToken, ApiError, NewSource>({
    mutationFn: (body) => request<SourceWithToken>('POST', '/sources', { body }),
    onSuccess,
  });
}

export function useUpdateSource() {
  const onSuccess = useRefreshSources();
  return useMutation<Source, ApiError, { id: string; patch: SourcePatch }>({
    mutationFn: ({ id, patch }) => request<Source>('PATCH', pathOf(id), { body: patch }),
    onSuccess,
  });
}

export function useDeleteSource() {
  const onSuccess = useRefreshSources();
  return useMutation<void, ApiError, string>({
    mutationFn: (id) => request<void>('DELETE', pathOf(id)),
    onSuccess,
  });
}

/** The new token is in the answer of this call only; the old one works for another 24 hours. */
export function useRotateSource() {
  const onSuccess = useRefreshSources();
  return useMutation<SourceWithToken, ApiError, string>({
    mutationFn: (id) => request<SourceWithToken>('POST', `${pathOf(id)}/rotate`),
    onSuccess,
  });
}
