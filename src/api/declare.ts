import { useMutation, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import { type IncidentDetail, type NewIncident } from './types';

/** Opens an incident by hand. The same key twice gives the same incident. */
export function useDeclareIncident() {
  const client = useQueryClient();
  return useMutation<IncidentDetail, ApiError, NewIncident>({
    mutationFn: (body) => request<IncidentDetail>('POST', '/incidents', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.incidents }),
  });
}
