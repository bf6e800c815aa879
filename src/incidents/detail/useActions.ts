import { useState } from 'react';

import { type ApiError } from '../../api/ApiError';
import { useChangeIncident } from '../../api/incidents';
import { type IncidentDetail, type StateAction } from '../../api/types';
import { describeChanges } from './conflict';

export interface Conflict {
  action: StateAction;
  changes: string[];
}

export interface Actions {
  run: (action: StateAction) => void;
  running?: StateAction;
  /** Resolving waits for a yes, because alerts still fire. */
  confirming: boolean;
  confirm: () => void;
  cancel: () => void;
  conflict?: Conflict;
  error?: ApiError;
  dismiss: () => void;
}

/** Changes with the version that the person sees, the question before resolving, and what others did meanwhile. */
export function useActions({ incident }: IncidentDetail): Actions {
  const { mutate, isPending, variables, error, reset } = useChangeIncident(incident.number);
  const [confirming, setConfirming] = useState(false);
  const [conflict, setConflict] = useState<Conflict>();

  const send = (action: StateAction, confirm?: boolean) => {
    setConflict(undefined);
    setConfirming(false);
    mutate({ action, version: incident.version, confirm }, { onError: (failure) => onRefused(action, failure) });
  };

  const onRefused = (action: StateAction, failure: ApiError) => {
    if (failure.current) {
      setConflict({ action, changes: describeChanges(incident, failure.current.incident) });
    } else if (failure.code === 'alerts_firing') {
      setConfirming(true);
    }
  };

  const run = (action: StateAction) => {
    if (action === 'resolve' && incident.firingAlerts > 0) {
      setConfirming(true);
    } else {
      send(action);
    }
  };

  const handled = error?.current !== undefined || error?.code === 'alerts_firing';
  return {
    run,
    running: isPending ? variables.action : undefined,
    confirming,
    confirm: () => send('resolve', true),
    cancel: () => setConfirming(false),
    conflict,
    error: error && !handled ? error : undefined,
    dismiss: () => {
      setConflict(undefined);
      reset();
    },
  };
}
