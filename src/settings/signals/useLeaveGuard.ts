import { useCallback, useEffect, useRef, useState } from 'react';
import { locationService } from '@grafana/runtime';

type Location = Record<'pathname' | 'search' | 'hash', string>;

export interface LeaveGuard {
  /** Where somebody wants to go; absent: nowhere. */
  target?: string;
  stay: () => void;
  leave: () => void;
  /** Lets the next change of the page pass, because everything is saved. */
  release: () => void;
}

/** Asks before a page with unsaved changes is left: by a link of Grafana, by the back button, or by closing the tab. */
export function useLeaveGuard(dirty: boolean): LeaveGuard {
  const [target, setTarget] = useState<string>();
  const open = useRef(false);

  useEffect(() => {
    open.current = false;
    if (!dirty) {
      return undefined;
    }
    const history = locationService.getHistory();
    const unblock = history.block((next: Location) => {
      const samePage = next.pathname === history.location.pathname;
      if (open.current || samePage) {
        return undefined;
      }
      setTarget(next.pathname + next.search + next.hash);
      return false;
    });
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', onUnload);
    return () => {
      unblock();
      removeEventListener('beforeunload', onUnload);
    };
  }, [dirty]);

  const release = useCallback(() => {
    open.current = true;
  }, []);
  const stay = useCallback(() => setTarget(undefined), []);
  const leave = useCallback(() => {
    open.current = true;
    if (target) {
      locationService.push(target);
    }
  }, [target]);
  return { target, stay, leave, release };
}
