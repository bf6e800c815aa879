import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import { type DeadLetter, type DeadLetterList, type Receipt } from './types';

const pathOf = (source: string) => `/sources/${encodeURIComponent(source)}`;

/** Bodies that a source sent and that could not be used, newest first. Admins only. */
export function useDeadLetters(source: string, enabled: boolean) {
  return useQuery<DeadLetterList, ApiError, DeadLetter[]>({
    queryKey: keys.deadLetters(source),
    queryFn: () => request<DeadLetterList>('GET', `${pathOf(source)}/dead-letters`),
    select: ({ letters }) => letters,
    enabled,
  });
}

function useRefresh() {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: keys.sources });
  };
}

/** Takes it as if it came now; it is gone when it could be used. */
export function useReplayLetter(source: string) {
  const onSettled = useRefresh();
  return useMutation<Receipt, ApiError, number>({
    mutationFn: (id) => request<Receipt>('POST', `${pathOf(source)}/dead-letters/${id}/replay`),
    onSettled,
  });
}

export function useForgetLetter(source: string) {
  const onSettled = useRefresh();
  return useMutation<void, ApiError, number>({
    mutationFn: (id) => request<void>('DELETE', `${pathOf(source)}/dead-letters/${id}`),
    onSettled,
  });
}

/** Sends a test alert the way of a delivery; it opens no incident. */
export function useTestSource() {
  const onSuccess = useRefresh();
  return useMutation<Receipt, ApiError, string>({
    mutationFn: (source) => request<Receipt>('POST', `${pathOf(source)}/test`),
    onSuccess,
  });
}
