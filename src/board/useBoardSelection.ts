import { useCallback, useEffect, useRef, useState } from 'react';

import { keep, NOTHING, type Selection, step, toggleChosen } from './selection';

/** The selection of a board whose items come and go. */
export function useBoardSelection(ids: string[]) {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [moves, setMoves] = useState(0);
  const before = useRef(ids);

  useEffect(() => {
    const previous = before.current;
    before.current = ids;
    setSelection((now) => (now === NOTHING ? now : keep(now, previous, ids)));
  }, [ids]);

  const move = useCallback((by: 1 | -1) => {
    setSelection((now) => step(now, before.current, by));
    setMoves((count) => count + 1);
  }, []);
  const choose = useCallback((id: string) => setSelection((now) => toggleChosen(now, id)), []);
  const chooseAll = useCallback(() => {
    setSelection((now) => ({ ...now, chosen: new Set(before.current) }));
  }, []);
  const setCurrent = useCallback(
    (id: string) => setSelection((now) => (now.current === id ? now : { ...now, current: id })),
    []
  );
  const clear = useCallback(() => setSelection((now) => ({ current: now.current, chosen: new Set() })), []);

  return { selection, moves, move, choose, chooseAll, setCurrent, clear };
}
