import { useEffect, useRef } from 'react';

import { type ApiError } from '../api/ApiError';
import { reloadUnattended } from '../ui/unattended';

/** No answer for so long, although Grafana answers: whatever is stuck is in this page. */
const STUCK_MS = 5 * 60_000;
/** A session that ended does not come back in an open page. */
const SIGNED_OUT_MS = 60_000;
const CHECK_MS = 15_000;

interface Records {
  /** When the records were loaded; 0 for never. */
  dataAt: number;
  error: ApiError | null;
}

/** Whether only a new page helps. `since` is when the wall was switched on. */
export function needsReload({ dataAt, error }: Records, since: number, now: number): boolean {
  const waited = now - Math.max(dataAt, since);
  const signedOut = error !== null && [401, 403].includes(error.status);
  return error !== null && waited >= (signedOut ? SIGNED_OUT_MS : STUCK_MS);
}

/** Loads the page anew when the records cannot be loaded for long; seldom, and only while Grafana answers. */
export function useSelfHeal(records: Records, since: number, enabled: boolean) {
  const latest = useRef(records);
  useEffect(() => {
    latest.current = records;
  });
  useEffect(() => {
    if (!enabled) {
      return;
    }
    const timer = setInterval(() => {
      if (needsReload(latest.current, since, Date.now())) {
        void reloadUnattended();
      }
    }, CHECK_MS);
    return () => clearInterval(timer);
  }, [enabled, since]);
}
