import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { usePollInterval } from './live';
import { keys } from './queryKeys';
import { type components } from './schema.gen';

type Schemas = components['schemas'];

export type IncidentRunbooks = Schemas['IncidentRunbooks'];
export type RunbookMatch = Schemas['RunbookMatch'];
export type RunbookRun = Schemas['RunbookRun'];
export type RunbookTick = Schemas['RunbookTick'];
export type RunbookVerdict = Schemas['RunbookVerdict'];

/** Runbooks that fit an incident, and those in use on it. Refetched when a change of the incident is pushed. */
export function useIncidentRunbooks(number: number) {
  const refetchInterval = usePollInterval();
  return useQuery<IncidentRunbooks, ApiError>({
    queryKey: keys.incidentRunbooks(number),
    queryFn: () => request<IncidentRunbooks>('GET', `/incidents/${number}/runbooks`),
    refetchInterval,
  });
}

/** Starts a runbook; while a run of it is open, that one comes back. */
export function useStartRun(number: number) {
  const client = useQueryClient();
  return useMutation<RunbookRun, ApiError, string>({
    mutationFn: (runbook) => request<RunbookRun>('POST', `/incidents/${number}/runs`, { body: { runbook } }),
    onSuccess: (run) => adopt(client, number, run),
  });
}

export interface TickChange {
  run: number;
  position: number;
  /** Revision of the step as the person saw it; 0 when nobody had said anything of it. */
  seen: number;
  state?: RunbookTick['state'];
  /** Empty takes it back. */
  verdict?: RunbookVerdict | '';
  comment?: string;
}

/** Says what became of a step. When somebody else was faster (409) the run is loaded again. */
export function useTick(number: number) {
  const client = useQueryClient();
  return useMutation<RunbookRun, ApiError, TickChange>({
    mutationFn: ({ run, position, ...body }) =>
      request<RunbookRun>('PUT', `/incidents/${number}/runs/${run}/steps/${position}`, { body }),
    onSuccess: (run) => adopt(client, number, run),
    onError: () => client.invalidateQueries({ queryKey: keys.incidentRunbooks(number) }),
  });
}

export function useEndRun(number: number) {
  const client = useQueryClient();
  return useMutation<RunbookRun, ApiError, { run: number; comment: string }>({
    mutationFn: ({ run, comment }) =>
      request<RunbookRun>('POST', `/incidents/${number}/runs/${run}/end`, { body: { comment } }),
    onSuccess: (run) => adopt(client, number, run),
  });
}

function adopt(client: QueryClient, number: number, run: RunbookRun) {
  client.setQueryData<IncidentRunbooks>(keys.incidentRunbooks(number), (known) => {
    if (!known) {
      return known;
    }
    const there = known.runs.some(({ id }) => id === run.id);
    return { ...known, runs: there ? known.runs.map((old) => (old.id === run.id ? run : old)) : [...known.runs, run] };
  });
  void client.invalidateQueries({ queryKey: keys.timeline(number) });
}
