import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

import { type IncidentFilters } from '../../api/incidents';
import { readFilters, writeFilters } from './filters';

/** The filters of the list live in the URL, so that a link shows the same list. */
export function useFilters(): [IncidentFilters, (change: Partial<IncidentFilters>) => void] {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readFilters(params), [params]);
  const change = useCallback(
    (part: Partial<IncidentFilters>) =>
      // One entry in the history per letter would make the back button useless.
      setParams((current) => writeFilters(current, { ...readFilters(current), ...part }), { replace: true }),
    [setParams]
  );
  return [filters, change];
}
