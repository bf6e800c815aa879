import { useQuery } from '@tanstack/react-query';

import { instantVectors } from '../instant';

/** Names come from the catalog, but a stray character must not become a query. */
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

const STALE_MS = 60_000;

/** Which of these metrics the data source does not have now; undefined as long as that is not known. */
export function useMissingMetrics(dataSourceUid: string | undefined, needs: string[]): string[] | undefined {
  const names = needs.filter((name) => METRIC_NAME.test(name));
  const { data, isSuccess } = useQuery({
    queryKey: ['metrics', dataSourceUid, names],
    queryFn: () => findMissing(dataSourceUid ?? '', names),
    enabled: dataSourceUid !== undefined && names.length > 0,
    staleTime: STALE_MS,
  });
  return isSuccess ? data : undefined;
}

async function findMissing(uid: string, names: string[]): Promise<string[]> {
  const expr = `group by (__name__) ({__name__=~"${names.join('|')}"})`;
  const { found, failed } = await instantVectors(uid, [{ key: 'names', expr }]);
  if (failed.size > 0) {
    throw new Error([...failed.values()].join('; '));
  }
  const present = new Set((found.get('names') ?? []).map((sample) => sample.labels.__name__));
  return names.filter((name) => !present.has(name));
}
