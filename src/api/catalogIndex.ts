import { useQuery } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import { type CatalogIndex } from './types';

/** All signals without their queries, and the groups, in the order of the catalog. Asked again after own changes only. */
export function useCatalogIndex() {
  return useQuery<CatalogIndex, ApiError>({
    queryKey: keys.catalogIndex,
    queryFn: () => request<CatalogIndex>('GET', '/catalog/index'),
    staleTime: Infinity,
  });
}
