import { useQuery } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import { type Status } from './types';

const POLL_MS = 30_000;

export function useStatus() {
  return useQuery<Status, ApiError>({
    queryKey: keys.status,
    queryFn: () => request<Status>('GET', '/status'),
    refetchInterval: POLL_MS,
  });
}
