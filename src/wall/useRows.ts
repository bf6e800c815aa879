import { useEffect, useState } from 'react';

/** Where nothing can be measured. */
const USUAL_ROWS = 10;

/** How many rows of this height (in em) fit into the element that is watched; follows its size. */
export function useRows(rowEm: number): [room: number, watch: (element: HTMLElement | null) => void] {
  const [element, watch] = useState<HTMLElement | null>(null);
  const [rows, setRows] = useState(USUAL_ROWS);
  useEffect(() => {
    if (!element || typeof ResizeObserver === 'undefined') {
      return;
    }
    const observer = new ResizeObserver(() => setRows(rowsIn(element, rowEm)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element, rowEm]);
  return [rows, watch];
}

function rowsIn(element: HTMLElement, rowEm: number): number {
  const room = Math.floor(element.clientHeight / (rowEm * parseFloat(getComputedStyle(element).fontSize)));
  return Number.isFinite(room) ? Math.max(1, room) : USUAL_ROWS;
}
