import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import {
  type Heartbeat,
  type HeartbeatList,
  type MaintenanceInput,
  type MaintenanceList,
  type MaintenancePreview,
  type MaintenanceWindow,
  type NewHeartbeat,
} from './types';

/** Windows open and close, and heartbeats beat, while somebody looks. */
const POLL_MS = 15_000;

export function useMaintenance() {
  return useQuery<MaintenanceList, ApiError, MaintenanceWindow[]>({
    queryKey: keys.maintenance,
    queryFn: () => request<MaintenanceList>('GET', '/maintenance'),
    select: ({ windows }) => windows,
    refetchInterval: POLL_MS,
  });
}

export function usePlanMaintenance() {
  const client = useQueryClient();
  return useMutation<MaintenanceWindow, ApiError, MaintenanceInput>({
    mutationFn: (body) => request<MaintenanceWindow>('POST', '/maintenance', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.maintenance }),
  });
}

/** What a window would be about; nothing is saved. */
export function usePreviewMaintenance() {
  return useMutation<MaintenancePreview, ApiError, MaintenanceInput>({
    mutationFn: (body) => request<MaintenancePreview>('POST', '/maintenance/preview', { body }),
  });
}

export function useCancelMaintenance() {
  const client = useQueryClient();
  return useMutation<MaintenanceWindow, ApiError, number>({
    mutationFn: (id) => request<MaintenanceWindow>('DELETE', `/maintenance/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.maintenance }),
  });
}

export function useHeartbeats() {
  return useQuery<HeartbeatList, ApiError, Heartbeat[]>({
    queryKey: keys.heartbeats,
    queryFn: () => request<HeartbeatList>('GET', '/heartbeats'),
    select: ({ heartbeats }) => heartbeats,
    refetchInterval: POLL_MS,
  });
}

export function useAddHeartbeat() {
  const client = useQueryClient();
  return useMutation<Heartbeat, ApiError, NewHeartbeat>({
    mutationFn: (body) => request<Heartbeat>('POST', '/heartbeats', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.heartbeats }),
  });
}

export function useDeleteHeartbeat() {
  const client = useQueryClient();
  return useMutation<void, ApiError, string>({
    mutationFn: (id) => request<void>('DELETE', `/heartbeats/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.heartbeats }),
  });
}
