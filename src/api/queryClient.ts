import { QueryClient } from '@tanstack/react-query';

import { ApiError } from './ApiError';

const MAX_RETRIES = 2;

/** Only what may pass by itself is tried again: no answer, and 5xx. */
export function shouldRetry(failures: number, error: unknown): boolean {
  const passing = !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
  return passing && failures < MAX_RETRIES;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 2_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}
