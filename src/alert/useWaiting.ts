import { useEffect, useState } from 'react';

const GIVE_UP_MS = 2 * 60_000;

/** True for the first two minutes: a notification takes that long at most to travel from the rule to Strata. */
export function useWaiting(): [waiting: boolean, again: () => void] {
  const [round, setRound] = useState(0);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), GIVE_UP_MS);
    return () => clearTimeout(timer);
  }, [round]);
  const again = () => {
    setOver(false);
    setRound((count) => count + 1);
  };
  return [!over, again];
}
