import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { usePollInterval } from './live';
import { keys } from './queryKeys';
import { type IncidentResponse, type PlaybookList } from './types';

/** Who has which role in an incident, and how far its playbook is. */
export function useResponse(number: number) {
  const refetchInterval = usePollInterval();
  return useQuery<IncidentResponse, ApiError>({
    queryKey: keys.response(number),
    queryFn: () => request<IncidentResponse>('GET', `/incidents/${number}/response`),
    refetchInterval,
  });
}

/** The playbooks, messages and channels that are in effect; they change with the settings only. */
export function usePlaybooks(enabled = true) {
  return useQuery<PlaybookList, ApiError>({
    queryKey: keys.playbooks,
    queryFn: () => request<PlaybookList>('GET', '/playbooks'),
    enabled,
  });
}

interface RoleChange {
  role: string;
  /** Absent: whoever asks. */
  login?: string;
}

export function useAssignRole(number: number) {
  const client = useQueryClient();
  return useMutation<IncidentResponse, ApiError, RoleChange>({
    mutationFn: (body) => request<IncidentResponse>('POST', `/incidents/${number}/roles`, { body }),
    onSuccess: (response) => adopt(client, number, response),
  });
}

export function useReleaseRole(number: number) {
  const client = useQueryClient();
  return useMutation<IncidentResponse, ApiError, Required<RoleChange>>({
    mutationFn: ({ role, login }) =>
      request<IncidentResponse>('DELETE', `/incidents/${number}/roles`, { query: { role, login } }),
    onSuccess: (response) => adopt(client, number, response),
  });
}

function adopt(client: QueryClient, number: number, response: IncidentResponse) {
  client.setQueryData(keys.response(number), response);
  void client.invalidateQueries({ queryKey: keys.incident(number) });
  void client.invalidateQueries({ queryKey: keys.timeline(number) });
}
