import { useQuery } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import { type AlertLookup } from './types';

export interface LookupQuery {
  fingerprint?: string;
  source?: string;
  /** `name=value`, as in the link. */
  label: string[];
}

/** From an alert to its incident; `pollMs` false stops asking again. */
export function useAlertLookup(query: LookupQuery, pollMs: number | false) {
  return useQuery<AlertLookup, ApiError>({
    queryKey: keys.lookup(query),
    queryFn: () => request<AlertLookup>('GET', '/alerts/lookup', { query: { ...query } }),
    enabled: Boolean(query.fingerprint) || query.label.length > 0,
    refetchInterval: (state) => (state.state.data?.incident === undefined ? pollMs : false),
  });
}
