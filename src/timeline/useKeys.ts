import { type FocusEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';

import { idOf, markOf, neighbour } from './keys';
import { type Mark } from './pack';
import { zoomed } from './scale';
import { type Range } from './types';
import { type Scene } from './useScene';
import { markAt } from './useGestures';

interface Aims {
  scene: Scene;
  stage: RefObject<SVGSVGElement | null>;
  onRange?: (range: Range) => void;
  onPick: (id: string) => void;
  onEscape: () => void;
}

/** Arrow keys go from mark to mark, Enter opens, + and - zoom, Escape closes. `active` is the one mark in the order of Tab. */
export function useKeys({ scene, stage, onRange, onPick, onEscape }: Aims) {
  const [focused, setFocused] = useState<string>();
  const active = activeOf(scene, focused);
  const activeId = active && idOf(active);
  // A mark may become an element only when it is the active one, and may be another one after a zoom: focus follows then.
  const follows = useRef(false);
  useLayoutEffect(() => {
    const mayMove = document.activeElement === document.body || stage.current?.contains(document.activeElement);
    if (follows.current && mayMove && activeId !== undefined) {
      stage.current?.querySelector<SVGGElement>(`[data-mark="${CSS.escape(activeId)}"]`)?.focus();
    }
    follows.current = false;
  }, [activeId, scene, stage]);

  const go = (next: Mark) => {
    follows.current = idOf(next) !== activeId;
    setFocused(idOf(next));
  };
  const zoom = (factor: number) => {
    follows.current = true;
    onRange?.(zoomed(scene.scale.range, factor));
  };
  const press = (key: string, at: string | undefined): boolean => {
    const next = neighbour(scene.packed, at ?? activeId, key);
    if (next) {
      go(next);
      return true;
    }
    if ((key === 'Enter' || key === ' ') && at !== undefined) {
      onPick(at);
      return true;
    }
    if (key === 'Escape') {
      onEscape();
    } else if (key === '+' || key === '=') {
      zoom(0.5);
    } else if (key === '-') {
      zoom(2);
    }
    return false;
  };

  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    // With these a key is the browser's: back, or the size of the page.
    const isBrowsers = event.ctrlKey || event.metaKey || event.altKey;
    if (!isBrowsers && press(event.key, markAt(event.target))) {
      event.preventDefault();
    }
  };
  const onFocus = (event: FocusEvent<SVGSVGElement>) => setFocused(markAt(event.target));
  return { active, onKeyDown, onFocus };
}

function activeOf({ packed }: Scene, focused: string | undefined): Mark | undefined {
  return markOf(packed, focused) ?? packed.find(({ marks }) => marks.length > 0)?.marks[0];
}
