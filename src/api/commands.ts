import { useMutation, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { adoptIncident } from './incidents';
import { type components } from './schema.gen';
import { type IncidentDetail } from './types';

type Schemas = components['schemas'];

/** What people do with an incident that needs more words than a button, without the version. */
export type Command =
  | { verb: 'acknowledge' | 'close' | 'unmerge'; body: Omit<Schemas['Act'], 'version'> }
  | { verb: 'status'; body: Omit<Schemas['StatusChange'], 'version'> }
  | { verb: 'severity'; body: Omit<Schemas['SeverityChange'], 'version'> }
  | { verb: 'decline'; body: Omit<Schemas['Decline'], 'version'> }
  | { verb: 'merge'; body: Omit<Schemas['Merge'], 'version'> }
  | { verb: 'split'; body: Omit<Schemas['Split'], 'version'> }
  | { verb: 'snooze'; body: Omit<Schemas['NewSnooze'], 'version'> }
  | { verb: 'unsnooze'; body: Record<string, never> }
  | { verb: 'edit' | 'readers'; body: Omit<Schemas['IncidentEdit'], 'version'> };

/** Sends a command with the version that the person saw. On 409 the current state is in the error and already in the cache. */
export function useCommand({ incident: { number, version } }: IncidentDetail) {
  const client = useQueryClient();
  return useMutation<IncidentDetail, ApiError, Command>({
    mutationFn: ({ verb, body }) => {
      const path = `/incidents/${number}`;
      const sent = { body: { version, ...body } };
      switch (verb) {
        case 'edit':
        case 'readers':
          return request<IncidentDetail>('PATCH', path, sent);
        case 'unsnooze':
          return request<IncidentDetail>('DELETE', `${path}/snooze`, { query: { version } });
        default:
          return request<IncidentDetail>('POST', `${path}/${verb}`, sent);
      }
    },
    onSuccess: (detail) => adoptIncident(client, number, detail),
    onError: (error) => error.current && adoptIncident(client, number, error.current),
  });
}
