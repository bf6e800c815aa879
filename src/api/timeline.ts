import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { usePollInterval } from './live';
import { keys } from './queryKeys';
import { type TimelineEntry, type TimelinePage } from './types';

const PAGE_SIZE = 500;

/**
 * The whole timeline, by `seq`. Entries never change, so a refetch asks only for what came after the last one; how one is
 * shown follows from the corrections among them.
 */
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
  return entries.length === known.length ? known : withCorrections(entries, known.length);
}

/** Applies the corrections that came after the first `before` entries. */
function withCorrections(entries: TimelineEntry[], before: number): TimelineEntry[] {
  const corrected = new Map<number, string>();
  for (const { kind, data } of entries.slice(before)) {
    if (kind === 'corrected' && typeof data.seq === 'number' && typeof data.to === 'string') {
      corrected.set(data.seq, data.to);
    }
  }
  return corrected.size === 0 ? entries : entries.map((entry) => withTime(entry, corrected.get(entry.seq)));
}

/** A correction to the time of the entry itself takes the one before back. */
function withTime(entry: TimelineEntry, to: string | undefined): TimelineEntry {
  if (to === undefined) {
    return entry;
  }
  return { ...entry, shownAt: Date.parse(to) === Date.parse(entry.at) ? undefined : to };
}

interface Correction {
  seq: number;
  /** RFC 3339; absent takes the correction back. */
  at?: string;
  /** The time that the person saw; 409 `changed_meanwhile` when it is another by now. */
  seen?: string;
}

/** Says when something of the timeline really happened. The entry stays; another one says who corrected it. */
export function useCorrectEntry(number: number) {
  const client = useQueryClient();
  return useMutation<TimelineEntry, ApiError, Correction>({
    mutationFn: ({ seq, at, seen }) =>
      request<TimelineEntry>('PATCH', `/incidents/${number}/timeline/${seq}`, { body: { at, seen } }),
    // A review tells the record's times; after a conflict the new time has to be seen.
    onSettled: () =>
      Promise.all(
        [keys.timeline(number), keys.review(number)].map((queryKey) => client.invalidateQueries({ queryKey }))
      ),
  });
}
