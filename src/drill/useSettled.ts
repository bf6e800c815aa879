import { useEffect, useState } from 'react';

/** How long a page waits for what would put its parts into a better order, in milliseconds. */
const PATIENCE_MS = 2_500;

/** The value as soon as it is complete, or as it is when patience ends; it stays as it was then. */
export function useSettled<T>(value: T, pending: boolean): T | undefined {
  const [late, setLate] = useState(false);
  const [settled, setSettled] = useState<{ value: T }>();
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!settled && (!pending || late)) {
    setSettled({ value });
  }
  return settled?.value;
}
