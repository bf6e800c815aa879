import { type DataSourceInstanceSettings } from '@grafana/data';
import { useQuery } from '@tanstack/react-query';

import { useCatalogIndex } from '../../api/catalogIndex';
import { type SignalSummary } from '../../api/types';
import { inTime } from '../../signals/inTime';
import { evaluate, outage } from '../../signals/health/useReadings';
import { type Readings } from '../../signals/health/readings';
import { LIMITS } from '../../signals/limits';
import { useProbe } from './useProbe';

const REFRESH_MS = 30_000;

/** The alert queries of the catalog now. A data source that answers none of them is a failure, so that older values stay. */
export function useHealth(source: DataSourceInstanceSettings | undefined) {
  const catalog = useCatalogIndex();
  const { data: probe } = useProbe(source);
  const names = probe?.state === 'ready' ? probe.names : undefined;
  const signals = catalog.data?.signals;
  return useQuery<Readings>({
    queryKey: ['wall', 'health', source?.uid],
    queryFn: () => inTime(measure(source?.uid ?? '', signals ?? [], names), LIMITS.panelTimeoutMs),
    enabled: source !== undefined && signals !== undefined && probe !== undefined,
    refetchInterval: REFRESH_MS,
    retry: false,
  });
}

async function measure(uid: string, signals: SignalSummary[], names?: ReadonlySet<string>): Promise<Readings> {
  const readings = await evaluate(
    uid,
    signals.filter(({ enabled }) => enabled),
    names
  );
  const down = outage(readings);
  if (down !== undefined) {
    throw new Error(down);
  }
  return readings;
}
