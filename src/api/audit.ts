import { locationUtil } from '@grafana/data';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request, resourceUrl } from './client';
import { keys } from './queryKeys';
import { type AuditPage, type AuditRecord, type ChainCheck } from './types';

const PAGE_SIZE = 50;

/** What is empty chooses everything. */
export interface AuditFilter {
  login: string;
  /** How the action begins, such as `source.`. */
  action: string;
  /** A part of the name of what was changed. */
  object: string;
}

/** What administrators changed, newest first. */
export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery<AuditPage, ApiError, AuditRecord[], ReturnType<typeof keys.auditList>, number | undefined>({
    queryKey: keys.auditList(filter),
    queryFn: ({ pageParam }) =>
      request<AuditPage>('GET', '/audit', { query: { ...filter, limit: PAGE_SIZE, before: pageParam } }),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next,
    select: ({ pages }) => pages.flatMap(({ records }) => records),
    placeholderData: (previous) => previous,
  });
}

/** Address of the whole record as JSON Lines, with Grafana's sub-path. */
export function auditExportUrl(): string {
  return locationUtil.assureBaseUrl(resourceUrl('/audit/export', {}));
}

/** Whether nobody changed the record afterwards. */
export function useVerifyAudit() {
  return useMutation<ChainCheck, ApiError>({ mutationFn: () => request<ChainCheck>('GET', '/audit/verify') });
}
