import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { throttle } from 'lodash';

import { useFetchSignals } from '../api/catalog';
import { LIMITS } from '../signals/limits';
import { checkValue, isCheckable } from './checkValue';
import { type CheckResult, type Entry, type Row } from './rows';
import { runLimited } from './runLimited';

interface Progress {
  done: number;
  total: number;
}

export interface ValueChecks {
  /** By the key of the entry. */
  checks: ReadonlyMap<string, CheckResult>;
  /** Absent: nothing runs. */
  progress?: Progress;
  /** Why the queries could not be loaded. */
  error?: string;
  start: (rows: readonly Row[]) => void;
  cancel: () => void;
}

interface Task {
  signalId: string;
  entry: Entry;
}

/** The list is long, so it is not drawn again for every single answer. */
const DRAW_EVERY_MS = 250;

/** Asks the queries of signals for their values, on demand and with limited concurrency. */
export function useValueChecks(): ValueChecks {
  const fetchSignals = useFetchSignals();
  const [checks, setChecks] = useState<ReadonlyMap<string, CheckResult>>(new Map());
  const [progress, setProgress] = useState<Progress>();
  const [error, setError] = useState<string>();
  const running = useRef<AbortController>(undefined);

  const cancel = useCallback(() => {
    running.current?.abort();
    setProgress(undefined);
  }, []);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    (rows: readonly Row[]) => {
      running.current?.abort();
      const control = new AbortController();
      running.current = control;
      const tasks = tasksOf(rows);
      setError(undefined);
      setProgress({ done: 0, total: tasks.length });
      void run(tasks, control.signal, fetchSignals, {
        onResults: (found, done) => {
          setChecks((known) => new Map([...known, ...found]));
          if (running.current === control && !control.signal.aborted) {
            setProgress({ done, total: tasks.length });
          }
        },
        onError: setError,
      }).finally(() => {
        // A newer run has its own progress.
        if (running.current === control) {
          setProgress(undefined);
        }
      });
    },
    [fetchSignals]
  );

  return useMemo(() => ({ checks, progress, error, start, cancel }), [checks, progress, error, start, cancel]);
}

function tasksOf(rows: readonly Row[]): Task[] {
  return rows.flatMap(({ signal, cells }) =>
    cells
      .flatMap(({ entries }) => entries)
      .filter(isCheckable)
      .map((entry) => ({ signalId: signal.id, entry }))
  );
}

interface Listener {
  onResults: (found: Array<[string, CheckResult]>, done: number) => void;
  onError: (message: string) => void;
}

async function run(
  tasks: readonly Task[],
  signal: AbortSignal,
  fetchSignals: ReturnType<typeof useFetchSignals>,
  { onResults, onError }: Listener
): Promise<void> {
  let found: Array<[string, CheckResult]> = [];
  let done = 0;
  const draw = throttle(
    () => {
      onResults(found, done);
      found = [];
    },
    DRAW_EVERY_MS,
    { leading: false }
  );
  try {
    const { signals } = await fetchSignals();
    const byId = new Map(signals.map((one) => [one.id, one]));
    await runLimited(tasks, LIMITS.valueChecks, signal, async ({ signalId, entry }) => {
      const whole = byId.get(signalId);
      if (whole) {
        found.push([entry.key, await checkValue(whole, entry)]);
      }
      done++;
      draw();
    });
  } catch (thrown) {
    onError(thrown instanceof Error ? thrown.message : String(thrown));
  }
  draw.flush();
}
