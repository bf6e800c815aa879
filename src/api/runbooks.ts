import { useQuery } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import { type components } from './schema.gen';

export type Runbook = components['schemas']['Runbook'];

/** What to do about an alert. */
export function useRunbook(id: string) {
  return useQuery<Runbook, ApiError>({
    queryKey: keys.runbook(id),
    queryFn: () => request<Runbook>('GET', `/runbooks/${encodeURIComponent(id)}`),
    staleTime: Infinity,
  });
}
