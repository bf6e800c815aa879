import { type FocusEvent, type RefObject, useRef } from 'react';

/**
 * For a place whose keys and buttons open dialogs: `onFocus` belongs to the place; `focusBack` gives the focus to what had it
 * last, also where a menu was opened from it, and to the place itself where that is gone or off by then.
 */
export function useFocusBack(place: RefObject<HTMLElement | null>) {
  const last = useRef<HTMLElement>(undefined);
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    // What a dialog or a menu gets bubbles up here as well.
    if (place.current?.contains(target)) {
      last.current = target;
    }
  };
  const focusBack = () => {
    last.current?.focus({ preventScroll: true });
    if (!last.current || document.activeElement !== last.current) {
      place.current?.focus({ preventScroll: true });
    }
  };
  return { onFocus, focusBack };
}
