import { type ViewId, type WallSettings } from './settings';

export interface Turn {
  view: ViewId;
  /** What comes then; the same view where nothing rotates. */
  next: ViewId;
  /** Milliseconds until then; undefined where nothing rotates. */
  leftMs?: number;
}

/**
 * The view of this moment. It follows from the time alone, so that all walls of a room turn together and nothing drifts;
 * `steps` are those that somebody went on by hand.
 */
export function turnAt({ views, every, pin }: WallSettings, nowMs: number, steps = 0): Turn {
  const [first = 'health'] = views;
  if (pin !== undefined || views.length < 2) {
    const view = pin ?? first;
    return { view, next: view };
  }
  const everyMs = every * 1_000;
  const index = Math.floor(nowMs / everyMs) + steps;
  const at = (place: number) => views[((place % views.length) + views.length) % views.length] ?? first;
  return { view: at(index), next: at(index + 1), leftMs: everyMs - (nowMs % everyMs) };
}
