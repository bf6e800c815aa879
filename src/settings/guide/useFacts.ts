import { useMemo } from 'react';

import { useIncidents } from '../../api/incidents';
import { useInstalledRules, useSourceChecks } from '../../api/setUp';
import { useSources } from '../../api/sources';
import { listPrometheus } from '../../signals/dataSource';
import { listDataSources } from '../../signals/providers/sources';
import { type Facts } from './steps';

/** More are not asked: one that answers is enough. */
const CHECKED = 8;

/** Incidents that people declared may stand before the newest one of an alert. */
const LOOKED_AT = 20;

export interface GuideFacts extends Facts {
  retry: () => void;
}

/** Everything that the guide judges by, asked again while somebody looks. */
export function useFacts(): GuideFacts {
  const known = useMemo(() => listDataSources().slice(0, CHECKED), []);
  const checks = useSourceChecks(known.map(({ uid }) => uid));
  const rules = useInstalledRules(
    useMemo(
      () =>
        listPrometheus()
          .slice(0, CHECKED)
          .map(({ uid }) => uid),
      []
    )
  );
  const sources = useSources();
  const incidents = useIncidents({ state: 'all', severity: [], layer: [], service: '', q: '' }, LOOKED_AT);
  return {
    checks: checks.map((check, index) => ({ ...check, name: known[index]?.name ?? check.uid })),
    sources: sources.data,
    rules,
    incidents: incidents.data?.[0]?.incidents,
    error: (sources.error ?? incidents.error)?.message,
    retry: () => {
      void sources.refetch();
      void incidents.refetch();
    },
  };
}
