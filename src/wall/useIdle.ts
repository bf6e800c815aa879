import { useEffect, useState } from 'react';

const IDLE_MS = 5_000;
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;

/** Whether nobody has touched mouse or keys for five seconds. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setIdle(true), IDLE_MS);
    const onSign = () => {
      clearTimeout(timer);
      setIdle(false);
      timer = setTimeout(() => setIdle(true), IDLE_MS);
    };
    SIGNS.forEach((sign) => document.addEventListener(sign, onSign));
    return () => {
      clearTimeout(timer);
      SIGNS.forEach((sign) => document.removeEventListener(sign, onSign));
    };
  }, []);
  return idle;
}
