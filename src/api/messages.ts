import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { usePollInterval } from './live';
import { keys } from './queryKeys';
import { type Message, type MessageList, type MessagePreview, type MessageText, type NewMessage } from './types';

/** Messages about an incident, newest first. */
export function useMessages(number: number) {
  const refetchInterval = usePollInterval();
  return useQuery<Message[], ApiError>({
    queryKey: keys.messages(number),
    queryFn: async () => (await request<MessageList>('GET', `/incidents/${number}/messages`)).messages,
    refetchInterval,
  });
}

/** Fills a template with what is known of the incident. */
export function usePreview(number: number) {
  return useMutation<MessagePreview, ApiError, string>({
    mutationFn: (template) =>
      request<MessagePreview>('POST', `/incidents/${number}/messages/preview`, { body: { template } }),
  });
}

/** The same key twice is the same message. */
export function usePostMessage(number: number) {
  const client = useQueryClient();
  return useMutation<Message, ApiError, NewMessage>({
    mutationFn: (body) => request<Message>('POST', `/incidents/${number}/messages`, { body }),
    onSuccess: () => refetch(client, number),
  });
}

interface Rewrite extends MessageText {
  id: number;
}

export function useRewriteMessage(number: number) {
  const client = useQueryClient();
  return useMutation<Message, ApiError, Rewrite>({
    mutationFn: ({ id, ...body }) => request<Message>('PUT', `/incidents/${number}/messages/${id}`, { body }),
    onSuccess: () => refetch(client, number),
  });
}

interface Decision {
  id: number;
  action: 'approve' | 'reject' | 'send';
  /** reject: what has to be different. */
  reason?: string;
}

export function useDecideMessage(number: number) {
  const client = useQueryClient();
  return useMutation<Message, ApiError, Decision>({
    mutationFn: ({ id, action, reason }) =>
      request<Message>('POST', `/incidents/${number}/messages/${id}/${action}`, {
        body: reason === undefined ? undefined : { reason },
      }),
    onSettled: () => refetch(client, number),
  });
}

async function refetch(client: QueryClient, number: number) {
  const stale = [keys.messages(number), keys.response(number), keys.incident(number), keys.timeline(number)];
  await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })));
}
