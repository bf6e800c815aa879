import { useMemo } from 'react';

import { type CatalogIndex, type ProviderId } from '../api/types';
import { type Probe } from '../signals/providers/probe';
import { listDataSources, providerOf } from '../signals/providers/sources';
import { type Probes } from '../signals/providers/useProbes';
import { buildRow, type CheckResult, type Row } from './rows';

/** A row per signal, from what the probes and the checks of values found so far. */
export function useCoverage(
  index: CatalogIndex | undefined,
  { probes }: Pick<Probes, 'probes'>,
  checks: ReadonlyMap<string, CheckResult>
): Row[] {
  return useMemo(() => {
    const known = { probes, asking: stillAsking(probes), checks };
    return (index?.signals ?? []).map((signal) => buildRow(signal, known));
  }, [index, probes, checks]);
}

function stillAsking(probes: readonly Probe[]): ReadonlySet<ProviderId> {
  const answered = new Set(probes.map(({ uid }) => uid));
  return new Set(
    listDataSources()
      .filter(({ uid }) => !answered.has(uid))
      .flatMap((settings) => providerOf(settings) ?? [])
  );
}
