import { request } from './client';
import { keys } from './queryKeys';
import { type ChangeList } from './types';

/** The newest timeline entries over all incidents, the newest first. */
export function changesQuery(limit: number) {
  return {
    queryKey: keys.changes(limit),
    queryFn: () => request<ChangeList>('GET', '/changes', { query: { limit } }),
  };
}
