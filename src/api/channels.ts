import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import {
  type Channel,
  type ChannelList,
  type ChannelTest,
  type DeadMessage,
  type DeadMessageList,
  type OnCall,
  type OnCallList,
  type OnCallSchedule,
  type OnCallScheduleList,
} from './types';

/** Waiting messages go while somebody looks. */
const POLL_MS = 15_000;
/** A shift changes by the clock, not by anything that is pushed. */
const SHIFT_POLL_MS = 60_000;

export function useChannels() {
  return useQuery<ChannelList, ApiError, Channel[]>({
    queryKey: keys.channels,
    queryFn: () => request<ChannelList>('GET', '/channels'),
    select: (list) => list.channels,
    refetchInterval: POLL_MS,
  });
}

export function useDeadMessages() {
  return useQuery<DeadMessageList, ApiError, DeadMessage[]>({
    queryKey: keys.deadMessages,
    queryFn: () => request<DeadMessageList>('GET', '/outbox/dead'),
    select: (list) => list.messages,
    refetchInterval: POLL_MS,
  });
}

export function useOnCall() {
  return useQuery<OnCallList, ApiError, OnCall[]>({
    queryKey: keys.onCall,
    queryFn: () => request<OnCallList>('GET', '/on-call'),
    select: (list) => list.rotations,
    refetchInterval: SHIFT_POLL_MS,
  });
}

/** Who is on call in the next four weeks; asked for when somebody looks. */
export function useSchedules(enabled: boolean) {
  return useQuery<OnCallScheduleList, ApiError, OnCallSchedule[]>({
    queryKey: keys.schedules,
    queryFn: () => request<OnCallScheduleList>('GET', '/on-call/schedule'),
    select: (list) => list.rotations,
    enabled,
  });
}

function useRefreshChannels() {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.channels }),
      client.invalidateQueries({ queryKey: keys.status }),
    ]);
  };
}

/** Answers what happened; also when the message was not sent. */
export function useTestChannel() {
  const onSuccess = useRefreshChannels();
  return useMutation<ChannelTest, ApiError, string>({
    mutationFn: (name) => request<ChannelTest>('POST', `/channels/${encodeURIComponent(name)}/test`),
    onSuccess,
  });
}

export function useReplayMessage() {
  const onSettled = useRefreshChannels();
  return useMutation<void, ApiError, number>({
    mutationFn: (id) => request<void>('POST', `/outbox/${id}/replay`),
    onSettled,
  });
}

export function useForgetMessage() {
  const onSettled = useRefreshChannels();
  return useMutation<void, ApiError, number>({
    mutationFn: (id) => request<void>('DELETE', `/outbox/${id}`),
    onSettled,
  });
}
