import { useCallback, useState } from 'react';

import { type ApiError } from '../api/ApiError';
import { useBulkChange } from '../api/board';
import { type BulkChange, type Incident } from '../api/types';
import { type Action, changeOf, type Done, doneOf, type Words } from './bulk';

export interface Triage {
  /** Of the last action; undefined before the first, and after it was put away. */
  done?: Done;
  error?: ApiError;
  busy: boolean;
  act: (action: Action, incidents: Incident[], words?: Words) => void;
  undo: () => void;
  forget: () => void;
}

/** Does one thing with several incidents, and takes it back. */
export function useTriage(): Triage {
  const { mutateAsync, isPending, error, reset } = useBulkChange();
  const [done, setDone] = useState<Done>();

  const run = useCallback(
    async (changes: BulkChange[], before: Incident[]) => {
      setDone(undefined);
      let last: Done | undefined;
      for (const change of changes) {
        const one = doneOf(change, await mutateAsync(change), before);
        last = last ? { text: one.text, refused: [...last.refused, ...one.refused], undo: [] } : one;
      }
      setDone(last);
    },
    [mutateAsync]
  );
  // The mutation keeps the error and shows it; nothing else has to be done about it here.
  const start = useCallback(
    (changes: BulkChange[], before: Incident[]) => void run(changes, before).catch(() => undefined),
    [run]
  );

  return {
    done,
    error: error ?? undefined,
    busy: isPending,
    act: useCallback((action, incidents, words) => start([changeOf(action, incidents, words)], incidents), [start]),
    undo: useCallback(() => done && done.undo.length > 0 && start(done.undo, []), [done, start]),
    forget: useCallback(() => {
      setDone(undefined);
      reset();
    }, [reset]),
  };
}
