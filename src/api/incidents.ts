import {
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { usePollInterval } from './live';
import { keys } from './queryKeys';
import {
  type StateAction,
  type IncidentDetail,
  type IncidentPage,
  type Layer,
  type Severity,
  type TimelineEntry,
} from './types';

export type IncidentState = 'open' | 'resolved' | 'all';

export interface IncidentFilters {
  state: IncidentState;
  severity: Severity[];
  layer: Layer[];
  service: string;
  q: string;
}

const PAGE_SIZE = 50;

/** Incidents page by page, most severe first, then oldest first. */
export function useIncidents(filters: IncidentFilters, pageSize = PAGE_SIZE) {
  const refetchInterval = usePollInterval();
  return useInfiniteQuery<
    IncidentPage,
    ApiError,
    IncidentPage[],
    ReturnType<typeof keys.incidentList>,
    string | undefined
  >({
    queryKey: keys.incidentList({ ...filters, pageSize }),
    queryFn: ({ pageParam }) =>
      request<IncidentPage>('GET', '/incidents', { query: { ...filters, limit: pageSize, cursor: pageParam } }),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next,
    select: (data) => data.pages,
    placeholderData: (previous) => previous,
    refetchInterval,
  });
}

/** The first page only, for code outside of components. */
export function incidentsQuery(filters: IncidentFilters, limit: number) {
  return {
    queryKey: keys.incidentList({ ...filters, limit, first: true }),
    queryFn: () => request<IncidentPage>('GET', '/incidents', { query: { ...filters, limit } }),
  };
}

export function useIncident(number: number) {
  const refetchInterval = usePollInterval();
  return useQuery<IncidentDetail, ApiError>({
    queryKey: keys.incident(number),
    queryFn: () => request<IncidentDetail>('GET', `/incidents/${number}`),
    refetchInterval,
  });
}

export interface IncidentDetails {
  /** Those that are known so far. */
  details: IncidentDetail[];
  pending: boolean;
}

/** Several incidents with their alerts, one request each: for a handful of them. */
export function useIncidentDetails(numbers: number[]): IncidentDetails {
  return useQueries({
    queries: numbers.map((number) => ({
      queryKey: keys.incident(number),
      queryFn: () => request<IncidentDetail>('GET', `/incidents/${number}`),
    })),
    combine: (results) => ({
      details: results.flatMap(({ data }) => data ?? []),
      pending: results.some(({ isPending }) => isPending),
    }),
  });
}

interface Change {
  action: StateAction;
  /** The version that the person saw; an older one is refused with 409. */
  version: number;
  note?: string;
  /** resolve: although alerts still fire. */
  confirm?: boolean;
}

/** Changes the state of an incident. On 409 the current state is in the error and already in the cache. */
export function useChangeIncident(number: number) {
  const client = useQueryClient();
  return useMutation<IncidentDetail, ApiError, Change>({
    mutationFn: ({ action, ...body }) => request<IncidentDetail>('POST', `/incidents/${number}/${action}`, { body }),
    onSuccess: (detail) => adoptIncident(client, number, detail),
    onError: (error) => error.current && adoptIncident(client, number, error.current),
  });
}

export function useAddNote(number: number) {
  const client = useQueryClient();
  return useMutation<TimelineEntry, ApiError, string>({
    mutationFn: (body) => request<TimelineEntry>('POST', `/incidents/${number}/notes`, { body: { body } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.timeline(number) }),
  });
}

export function adoptIncident(client: QueryClient, number: number, detail: IncidentDetail) {
  client.setQueryData(keys.incident(number), detail);
  void client.invalidateQueries({ queryKey: keys.timeline(number) });
  void client.invalidateQueries({ queryKey: [...keys.incidents, 'list'] });
  void client.invalidateQueries({ queryKey: keys.overview });
}
