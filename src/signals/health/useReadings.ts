import { useQuery } from '@tanstack/react-query';

import { toApiError } from '../../api/ApiError';
import { type SignalSummary } from '../../api/types';
import { instantVectors } from '../instant';
import { alertQueriesOf, type Readings, readSignals } from './readings';
import { useProbes } from '../providers/useProbes';

/** As often as Prometheus commonly scrapes; nothing is asked while the tab is hidden. */
const REFRESH_MS = 30_000;

/** Evaluates the catalog's alert queries now, in as few requests as the batches allow. */
export function useReadings(dataSourceUid: string | undefined, signals: SignalSummary[] | undefined) {
  const { probes, pending } = useProbes();
  const own = probes.find(({ uid }) => uid === dataSourceUid);
  const names = own?.state === 'ready' ? own.names : undefined;
  return useQuery<Readings>({
    queryKey: ['readings', dataSourceUid, own?.at],
    queryFn: () => evaluate(dataSourceUid ?? '', signals ?? [], names),
    enabled: dataSourceUid !== undefined && signals !== undefined && (own !== undefined || !pending),
    refetchInterval: REFRESH_MS,
  });
}

/** One value per series of each alert query; throws only where the data source does not exist. */
export async function evaluate(uid: string, signals: SignalSummary[], names?: ReadonlySet<string>): Promise<Readings> {
  try {
    return readSignals(signals, await instantVectors(uid, alertQueriesOf(signals, names)), names);
  } catch (thrown) {
    throw toApiError(thrown, 'data source');
  }
}

/** What the data source said when it answered none of the queries; undefined when it answered some. */
export function outage({ failed, asked }: Readings): string | undefined {
  return asked > 0 && failed.length >= asked ? failed[0]?.message : undefined;
}
