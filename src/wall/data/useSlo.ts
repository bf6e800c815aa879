import { useMemo } from 'react';
import { type DataSourceInstanceSettings } from '@grafana/data';
import { useQuery } from '@tanstack/react-query';

import { useLayerSignals } from '../../api/catalog';
import { type Signal } from '../../api/types';
import { instantVectors, type InstantResult } from '../../signals/instant';
import { inTime } from '../../signals/inTime';
import { LIMITS } from '../../signals/limits';
import { BUDGET, BURN, sloQueries, sloRows } from '../slo/slo';
import { useProbe } from './useProbe';

const BURN_MS = 30_000;
/** It looks back 30 days: dear to ask, and slow to change. */
const BUDGET_MS = 5 * 60_000;

/** Error budgets and burn rates of all services, in one request each. */
export function useSlo(source: DataSourceInstanceSettings | undefined) {
  const catalog = useLayerSignals('cluster');
  const { data: probe } = useProbe(source);
  const signals = catalog.data?.signals;
  const ready = source !== undefined && signals !== undefined && probe !== undefined;
  const query = (id: string, everyMs: number) => ({
    queryKey: ['wall', 'slo', id, source?.uid],
    queryFn: () => ask(source?.uid ?? '', enabledSignal(signals, id), probe?.names ?? new Set()),
    enabled: ready,
    refetchInterval: everyMs,
    retry: false,
  });
  const burn = useQuery<InstantResult>(query(BURN, BURN_MS));
  const budget = useQuery<InstantResult>(query(BUDGET, BUDGET_MS));
  const rows = useMemo(() => sloRows(burn.data, budget.data), [burn.data, budget.data]);
  return { burn, budget, rows };
}

function enabledSignal(signals: Signal[] | undefined, id: string): Signal | undefined {
  return signals?.find((signal) => signal.id === id && signal.enabled);
}

/** Throws where nothing was answered, so that older values stay on screen. */
async function ask(uid: string, signal: Signal | undefined, names: ReadonlySet<string>): Promise<InstantResult> {
  const queries = sloQueries(signal, names);
  const result = await inTime(instantVectors(uid, queries), LIMITS.panelTimeoutMs);
  if (queries.length > 0 && result.failed.size >= queries.length) {
    throw new Error([...result.failed.values()][0]);
  }
  return result;
}
