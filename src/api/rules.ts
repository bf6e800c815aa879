import { useMutation, useQuery } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import {
  type MappingTrial,
  type MappingTrialResult,
  type RuleList,
  type RuleTrial,
  type RuleTrialResult,
} from './types';

/** The rules of the settings; they change only when Grafana reads the settings again. */
export function useRules() {
  return useQuery<RuleList, ApiError>({ queryKey: keys.rules, queryFn: () => request<RuleList>('GET', '/rules') });
}

/** What the rules make of an alert; nothing is stored. */
export function useTryRules() {
  return useMutation<RuleTrialResult, ApiError, RuleTrial>({
    mutationFn: (body) => request<RuleTrialResult>('POST', '/rules/try', { body }),
  });
}

/** What a mapping makes of an example body; nothing is stored. */
export function useTryMapping() {
  return useMutation<MappingTrialResult, ApiError, MappingTrial>({
    mutationFn: (body) => request<MappingTrialResult>('POST', '/sources/try-mapping', { body }),
  });
}
