import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { ApiError } from './ApiError';
import { request } from './client';
import { type IncidentState } from './incidents';
import { keys } from './queryKeys';
import { type Incident, type IncidentDetail, type IncidentLink, type IncidentPage, type TimelineEntry } from './types';

const SHOWN = 20;

/** The incident of that number first, then those with these words, most urgent first. Numbers may begin with #. */
export function useFoundIncidents(text: string, state: IncidentState) {
  const wanted = text.trim();
  return useQuery<Incident[], ApiError>({
    queryKey: keys.incidentList({ find: wanted, state }),
    queryFn: async () => {
      const [exact, list] = await Promise.all([byNumber(wanted, state), byWords(wanted, state)]);
      return [...exact, ...list.filter(({ number }) => number !== exact[0]?.number)];
    },
    placeholderData: keepPreviousData,
  });
}

async function byWords(q: string, state: IncidentState): Promise<Incident[]> {
  // Without words those that are open come first, whatever is looked for.
  const query = { state: q === '' ? 'open' : state, q: q.slice(0, 200), limit: SHOWN };
  return (await request<IncidentPage>('GET', '/incidents', { query })).incidents;
}

async function byNumber(text: string, state: IncidentState): Promise<Incident[]> {
  const number = /^#?(\d{1,9})$/.exec(text)?.[1];
  if (!number || Number(number) === 0) {
    return [];
  }
  try {
    const { incident } = await request<IncidentDetail>('GET', `/incidents/${Number(number)}`);
    const open = !['resolved', 'closed', 'declined', 'merged'].includes(incident.status);
    return state === 'all' || open ? [incident] : [];
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) {
      return [];
    }
    throw error;
  }
}

interface Attachment {
  number: number;
  /** Markdown. */
  body: string;
  links: IncidentLink[];
}

/** A note with links on the timeline of any incident. */
export function useAttach() {
  const client = useQueryClient();
  return useMutation<TimelineEntry, ApiError, Attachment>({
    mutationFn: ({ number, body, links }) =>
      request<TimelineEntry>('POST', `/incidents/${number}/notes`, { body: { body, links } }),
    onSuccess: (_, { number }) => client.invalidateQueries({ queryKey: keys.timeline(number) }),
  });
}
