import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { usePollInterval } from './live';
import { keys } from './queryKeys';
import { type Board, type BulkChange, type BulkResult, type Incident } from './types';

/** All open incidents that the caller may see, kept up to date: the first answer has them all, later ones only what changed. */
export interface BoardState {
  seq: number;
  /** In no order. */
  incidents: Incident[];
  /** There are more open incidents than the board takes. */
  truncated: boolean;
}

const ENDED = ['resolved', 'closed', 'declined', 'merged'];

export function useBoard() {
  const client = useQueryClient();
  const refetchInterval = usePollInterval();
  return useQuery<BoardState, ApiError>({
    queryKey: keys.board,
    queryFn: () => refresh(client.getQueryData<BoardState>(keys.board)),
    refetchInterval,
    // Objects that did not change stay the same ones, see merge().
    structuralSharing: false,
  });
}

async function refresh(known: BoardState | undefined): Promise<BoardState> {
  if (known && !known.truncated) {
    const change = await request<Board>('GET', '/board', { query: { after: known.seq } });
    if (!change.truncated) {
      return merge(known, change);
    }
  }
  const { seq, incidents, truncated } = await request<Board>('GET', '/board');
  return { seq, incidents, truncated };
}

/** The board after a change. An older answer that comes late changes nothing. */
export function merge(known: BoardState, { seq, incidents, gone }: Board): BoardState {
  if (seq <= known.seq) {
    return known;
  }
  const byNumber = new Map(known.incidents.map((incident) => [incident.number, incident]));
  gone.forEach((number) => byNumber.delete(number));
  for (const incident of incidents) {
    if (ENDED.includes(incident.status)) {
      byNumber.delete(incident.number);
    } else {
      byNumber.set(incident.number, incident);
    }
  }
  return { seq, incidents: [...byNumber.values()], truncated: known.truncated };
}

/** One thing with several incidents; what is refused for one does not stop the others. */
export function useBulkChange() {
  const client = useQueryClient();
  return useMutation<BulkResult, ApiError, BulkChange>({
    mutationFn: (change) => request<BulkResult>('POST', '/incidents/bulk', { body: change }),
    onSuccess: (result) => adopt(client, result),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.incidents });
      void client.invalidateQueries({ queryKey: keys.overview });
    },
  });
}

/** Shows what the answer says at once; the refetch that follows is the truth. */
function adopt(client: QueryClient, { results }: BulkResult) {
  const changed = new Map(results.flatMap(({ incident }) => (incident ? [[incident.number, incident] as const] : [])));
  client.setQueryData<BoardState>(keys.board, (known) => {
    const incidents = known?.incidents
      .map((incident) => changed.get(incident.number) ?? incident)
      .filter(({ status }) => !ENDED.includes(status));
    return known && incidents && { ...known, incidents };
  });
}
