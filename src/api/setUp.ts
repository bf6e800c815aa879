import { useQueries } from '@tanstack/react-query';

import { PLUGIN_ID } from '../constants';
import { ApiError } from './ApiError';
import { grafanaRequest } from './client';
import { checkDataSource } from './dataSources';
import { keys } from './queryKeys';

/** Somebody sets up in another tab and comes back to see it. */
const RECHECK_MS = 10_000;

export interface SourceCheck {
  uid: string;
  state: 'checking' | 'ok' | 'failed';
  /** What the data source said when it failed. */
  message?: string;
}

/** Whether these data sources answer, by Grafana's own check, again and again while one does not. */
export function useSourceChecks(uids: string[]): SourceCheck[] {
  return useQueries({
    queries: uids.map((uid) => ({
      queryKey: keys.sourceCheck(uid),
      queryFn: async () => {
        await checkDataSource(uid);
        return true;
      },
      retry: false,
      refetchInterval: ({ state }: { state: { data?: boolean } }) => (state.data ? false : RECHECK_MS),
    })),
    combine: (results) =>
      results.map(({ isSuccess, error }, index) => ({
        uid: uids[index] ?? '',
        state: isSuccess ? ('ok' as const) : error ? ('failed' as const) : ('checking' as const),
        message: error instanceof ApiError ? error.message : undefined,
      })),
  });
}

interface RuleAnswer {
  data?: { groups?: Array<{ rules?: Array<{ labels?: Record<string, string> }> }> };
}

export interface InstalledRules {
  pending: boolean;
  /** Rules of Strata's pack in all places that answered. */
  count: number;
  /** Reasons of the places that did not answer. */
  errors: string[];
}

/** Rules of the alert pack in Grafana Alerting and in these Prometheus data sources, through Grafana's rules API. */
export function useInstalledRules(uids: string[]): InstalledRules {
  return useQueries({
    queries: ['grafana', ...uids].map((place) => ({
      queryKey: keys.installedRules(place),
      queryFn: async () =>
        countPackRules(
          await grafanaRequest<RuleAnswer>('GET', `/api/prometheus/${encodeURIComponent(place)}/api/v1/rules`),
          place
        ),
      retry: false,
      refetchInterval: ({ state }: { state: { data?: number } }) => (state.data ? false : RECHECK_MS),
    })),
    combine: (results) => ({
      pending: results.some(({ isPending }) => isPending),
      count: results.reduce((sum, { data = 0 }) => sum + data, 0),
      errors: results.flatMap(({ error }) => (error instanceof ApiError ? error.message : [])),
    }),
  });
}

/** Rules of the pack name their signal; those in Grafana name their origin too. */
function countPackRules({ data }: RuleAnswer, place: string): number {
  const rules = data?.groups?.flatMap((group) => group.rules ?? []) ?? [];
  return rules.filter(
    ({ labels = {} }) =>
      labels.signal !== undefined && (place !== 'grafana' || labels.__grafana_origin === `plugin/${PLUGIN_ID}`)
  ).length;
}
