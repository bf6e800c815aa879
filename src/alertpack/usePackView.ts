import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

import { type PackView, readView, writeView } from './packQuery';

/** The view lives in the URL, so that a link shows the same rules. */
export function usePackView(): [PackView, (change: Partial<PackView>) => void] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readView(params), [params]);
  const change = useCallback(
    (part: Partial<PackView>) =>
      // One entry in the history per letter would make the back button useless.
      setParams((current) => writeView(current, { ...readView(current), ...part }), { replace: true }),
    [setParams]
  );
  return [view, change];
}
