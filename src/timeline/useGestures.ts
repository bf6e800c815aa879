import { type PointerEvent, useRef, useState } from 'react';

import { brushed, clampX, type Scale, toTime } from './scale';
import { type Range } from './types';

/** What the pointer is doing; pixels of the stage. */
export type Gesture = { kind: 'brush'; from: number; to: number } | { kind: 'drag'; id: string; x: number } | undefined;

interface Aims {
  scale: Scale;
  canBrush: boolean;
  canDrag: (id: string) => boolean;
  onBrush: (range: Range) => void;
  onDrop: (id: string, at: number) => void;
  onPick: (id: string | undefined) => void;
  /** The id of the mark under the pointer. */
  idAt: (event: PointerEvent<SVGSVGElement>) => string | undefined;
}

interface Start {
  x: number;
  id?: string;
  moved: boolean;
}

/** A press that moves less is a click. */
const CLICK_PX = 4;

/** Brush, drag and click of the stage. Escape during a gesture: `cancel`. */
export function useGestures({ scale, canBrush, canDrag, onBrush, onDrop, onPick, idAt }: Aims) {
  const start = useRef<Start | undefined>(undefined);
  const [gesture, setGesture] = useState<Gesture>();

  const onPointerDown = (event: PointerEvent<SVGSVGElement>) => {
    if (event.button !== 0 || !event.isPrimary) {
      return;
    }
    start.current = { x: xOf(event), id: idAt(event), moved: false };
  };

  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const began = start.current;
    const x = xOf(event);
    if (!began || (!began.moved && Math.abs(x - began.x) < CLICK_PX)) {
      return;
    }
    if (!began.moved) {
      began.moved = true;
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    setGesture(gestureOf(began, x));
  };

  const gestureOf = ({ id, x: from }: Start, x: number): Gesture => {
    if (id !== undefined && canDrag(id)) {
      return { kind: 'drag', id, x: clampX(scale, x) };
    }
    return canBrush ? { kind: 'brush', from: clampX(scale, from), to: clampX(scale, x) } : undefined;
  };

  const onPointerUp = (event: PointerEvent<SVGSVGElement>) => {
    const began = start.current;
    // The state may still be that of an earlier move.
    const last = began?.moved ? gestureOf(began, xOf(event)) : undefined;
    cancel();
    if (began && !began.moved) {
      onPick(began.id);
    } else if (last?.kind === 'drag') {
      onDrop(last.id, toTime(scale, last.x));
    } else if (last?.kind === 'brush') {
      const range = brushed(scale, last.from, last.to);
      if (range) {
        onBrush(range);
      }
    }
  };

  const cancel = () => {
    start.current = undefined;
    setGesture(undefined);
  };

  return { gesture, cancel, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: cancel } };
}

/** Pixels inside of the stage. */
export function pointOf(event: PointerEvent<SVGSVGElement>): { x: number; y: number } {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

const xOf = (event: PointerEvent<SVGSVGElement>) => pointOf(event).x;

/** The id of the mark at an element. */
export function markAt(target: EventTarget | null): string | undefined {
  const mark = target instanceof Element ? target.closest('[data-mark]') : null;
  return mark?.getAttribute('data-mark') ?? undefined;
}
