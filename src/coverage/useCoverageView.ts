import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

import { type CoverageView, readView, writeView } from './view';

/** The view lives in the URL, so that a link shows the same rows. */
export function useCoverageView(): [CoverageView, (change: Partial<CoverageView>) => void] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readView(params), [params]);
  const change = useCallback(
    (part: Partial<CoverageView>) =>
      // One entry in the history per letter would make the back button useless.
      setParams((current) => writeView(current, { ...readView(current), ...part }), { replace: true }),
    [setParams]
  );
  return [view, change];
}
