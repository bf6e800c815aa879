import { useQuery } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { type components } from './schema.gen';
import { keys } from './queryKeys';

type SimilarList = components['schemas']['SimilarList'];

/** Of the past, so it may be old: it is asked again when the page is opened again. */
const STALE_MS = 5 * 60_000;

/** Incidents like this one, the most alike first. */
export function useSimilar(number: number, enabled: boolean) {
  return useQuery<SimilarList, ApiError>({
    queryKey: keys.similar(number),
    queryFn: () => request<SimilarList>('GET', `/incidents/${number}/similar`),
    staleTime: STALE_MS,
    enabled,
  });
}
