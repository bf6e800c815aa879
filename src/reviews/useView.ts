import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What a page shows stands in the URL, so that a link shows the same. */
export function useView<V extends object>(
  read: (params: URLSearchParams) => V,
  write: (params: URLSearchParams, view: V) => URLSearchParams
): [V, (change: Partial<V>) => void] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => read(params), [params, read]);
  const change = useCallback(
    (part: Partial<V>) =>
      // One entry in the history per letter would make the back button useless.
      setParams((current) => write(current, { ...read(current), ...part }), { replace: true }),
    [read, setParams, write]
  );
  return [view, change];
}
