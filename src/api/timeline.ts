import { useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { usePollInterval } from './live';
import { keys } from './queryKeys';
import { type TimelineEntry, type TimelinePage } from './types';

const PAGE_SIZE = 500;

/** The whole timeline, by `seq`. Entries never change, so a refetch asks only for what came after the last one. */
export function useTimeline(number: number) {
  const client = useQueryClient();
  const refetchInterval = usePollInterval();
  const queryKey = keys.timeline(number);
  return useQuery<TimelineEntry[], ApiError>({
    queryKey,
    queryFn: () => fetchAfter(number, client.getQueryData<TimelineEntry[]>(queryKey) ?? []),
    refetchInterval,
  });
}

async function fetchAfter(number: number, known: TimelineEntry[]): Promise<TimelineEntry[]> {
  const entries = [...known];
  let after: number | undefined = known.at(-1)?.seq ?? 0;
  while (after !== undefined) {
    const page: TimelinePage = await request('GET', `/incidents/${number}/timeline`, {
      query: { after, limit: PAGE_SIZE },
    });
    entries.push(...page.entries);
    after = page.next;
  }
  return entries.length === known.length ? known : entries;
}
