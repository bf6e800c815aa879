import { useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';

import { placesOf, rangeOf, Sizes } from './rows';
import { Viewport } from './viewport';

/** Rows beside those in view, so that scrolling shows no gap. */
const MORE = 6;

/** Of a long list only what is in view; rows may have any height. */
export function useRows(keys: readonly string[], estimate: number, gap: number) {
  const [sizes] = useState(() => new Sizes());
  const [viewport] = useState(() => new Viewport());
  const version = useSyncExternalStore(sizes.subscribe, sizes.version);
  const { top, height } = useSyncExternalStore(viewport.subscribe, viewport.snapshot);
  const places = useMemo(
    () => placesOf(keys, sizes.sizeOf, estimate, gap),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the version stands for what sizes know
    [keys, sizes, version, estimate, gap]
  );
  useLayoutEffect(() => viewport.keep(keys, places), [viewport, keys, places]);
  return {
    places,
    range: rangeOf(places, top, height, MORE),
    observe: sizes.observe,
    attach: viewport.attach,
    viewport,
  };
}
