import { type RefObject, useEffect, useRef } from 'react';

/** For a form that opens in the page: its first field takes the focus, and gives it back where it came from. */
export function useTakesFocus(): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    form.current?.querySelector('input')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, []);
  return form;
}
