import { useEffect, useState } from 'react';
import { type Query, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';

import { type ApiError } from '../../api/ApiError';
import { changesQuery } from '../../api/changes';
import { incidentsQuery } from '../../api/incidents';
import { overviewQuery } from '../../api/overview';
import { keys } from '../../api/queryKeys';
import { type ChangeList, type IncidentPage, type Overview } from '../../api/types';
import { choosePrometheus } from '../../signals/dataSource';
import { pollAfter } from '../freshness';
import { type WallSettings } from '../settings';
import { useHealth } from './useHealth';
import { useSlo } from './useSlo';

/** The worst ones; the counts of all come with the overview. */
const INCIDENTS = 50;
const CHANGES = 30;
/** The catalog changes seldom, but a wall is not opened anew for weeks. */
const CATALOG_MS = 60 * 60_000;

/**
 * Everything that the views of a wall show. It is asked for also while another view is shown, so that a view never starts
 * with old data. The number of requests depends on the views, not on how many services or incidents there are.
 */
export function useWallData({ views, pin, dataSource }: WallSettings) {
  const refetchInterval = usePolling();
  const shows = (view: WallSettings['views'][number]) => view === pin || (pin === undefined && views.includes(view));
  const source = choosePrometheus(dataSource);
  useFreshCatalog();
  const overview = useQuery<Overview, ApiError>({ ...overviewQuery, refetchInterval, retry: false });
  const incidents = useQuery<IncidentPage, ApiError>({
    ...incidentsQuery({ state: 'open', severity: [], layer: [], service: '', q: '' }, INCIDENTS),
    refetchInterval,
    retry: false,
  });
  const changes = useQuery<ChangeList, ApiError>({
    ...changesQuery(CHANGES),
    refetchInterval,
    retry: false,
    enabled: shows('changes'),
  });
  const health = useHealth(shows('health') ? source : undefined);
  const slo = useSlo(shows('slo') ? source : undefined);
  return { source, overview, incidents, changes, health, slo };
}

export type WallData = ReturnType<typeof useWallData>;

/** Of the parts that a view needs, when the oldest was loaded; 0 where one never was. */
export function dataAt(parts: Array<Pick<UseQueryResult, 'dataUpdatedAt'>>): number {
  return Math.min(...parts.map(({ dataUpdatedAt }) => dataUpdatedAt));
}

/** The interval of a query, the same function for the life of the page. */
export function usePolling() {
  const [interval] = useState(() => {
    const spread = 0.9 + Math.random() * 0.2;
    return ({ state }: Pick<Query, 'state'>) => pollAfter(state, spread);
  });
  return interval;
}

function useFreshCatalog() {
  const client = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: keys.signals }), CATALOG_MS);
    return () => clearInterval(timer);
  }, [client]);
}
