import { useQuery } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { usePollInterval } from './live';
import { keys } from './queryKeys';
import { type Overview } from './types';

export const overviewQuery = {
  queryKey: keys.overview,
  queryFn: () => request<Overview>('GET', '/overview'),
};

export function useOverview() {
  const refetchInterval = usePollInterval();
  return useQuery<Overview, ApiError>({ ...overviewQuery, refetchInterval });
}
