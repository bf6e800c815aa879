import { useEffect, useState } from 'react';

const TICK_MS = 1_000;

/** The time of this machine in epoch milliseconds, moving every second. The one timer of everything on the wall that ticks. */
export function useClock(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
