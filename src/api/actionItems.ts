import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { usePollInterval } from './live';
import { keys } from './queryKeys';
import { type components } from './schema.gen';

type Schemas = components['schemas'];

export type ActionItem = Schemas['ActionItem'];
export type ActionInput = Schemas['ActionInput'];
export type ActionList = Schemas['ActionList'];
export type ActionState = Schemas['ActionState'];
export type ActionType = Schemas['ActionType'];

export interface ActionFilters {
  state: ActionState[];
  overdue: boolean;
  owner: string;
  type: ActionType[];
  q: string;
}

const PAGE_SIZE = 200;

/** Corrective actions of all reviews, the earliest due first; those without a date last. */
export function useActionItems(filters: ActionFilters) {
  const refetchInterval = usePollInterval();
  return useInfiniteQuery<ActionList, ApiError, ActionList[], ReturnType<typeof keys.actionItems>, string | undefined>({
    queryKey: keys.actionItems(filters),
    queryFn: ({ pageParam }) =>
      request<ActionList>('GET', '/actions', {
        query: { ...filters, overdue: filters.overdue ? 'true' : undefined, limit: PAGE_SIZE, cursor: pageParam },
      }),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next,
    select: (data) => data.pages,
    placeholderData: (previous) => previous,
    refetchInterval,
  });
}

/** What people do with an action; `put` and `delete` have the version that the person saw. */
export type ActionCommand =
  | { verb: 'add'; action: ActionInput }
  | { verb: 'put'; id: number; version: number; action: ActionInput }
  | { verb: 'delete'; id: number; version: number };

/** For the actions of one review. */
export function useChangeAction(number: number) {
  const client = useQueryClient();
  return useMutation<void, ApiError, ActionCommand>({
    mutationFn: (command) => send(`/reviews/${number}/actions`, command),
    onSettled: () => client.invalidateQueries({ queryKey: keys.reviews }),
  });
}

async function send(path: string, command: ActionCommand): Promise<void> {
  switch (command.verb) {
    case 'add':
      await request<ActionItem>('POST', path, { body: command.action });
      return;
    case 'put': {
      const { version, action } = command;
      await request<ActionItem>('PUT', `${path}/${command.id}`, { body: { version, action } });
      return;
    }
    case 'delete':
      await request<void>('DELETE', `${path}/${command.id}`, { query: { version: command.version } });
  }
}
