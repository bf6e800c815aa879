import { useEffect, useRef, useState } from 'react';

const SETTLE_MS = 300;

/** A text that is applied when the typing pauses, and that follows the URL when that changes otherwise. */
export function useTextFilter(applied: string, apply: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(applied);
  const [seen, setSeen] = useState(applied);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  if (seen !== applied) {
    setSeen(applied);
    // What is being typed wins over its own, trimmed echo.
    if (text.trim() !== applied) {
      setText(applied);
    }
  }

  useEffect(() => () => clearTimeout(timer.current), []);

  const change = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => apply(next.trim()), SETTLE_MS);
  };
  return [text, change];
}
