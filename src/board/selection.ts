/** What is chosen on the board, by id. */
export interface Selection {
  /** The item that keys act on when nothing is chosen. */
  current?: string;
  chosen: ReadonlySet<string>;
}

export const NOTHING: Selection = { chosen: new Set() };

/** The selection without what left the board; `current` moves to the item that took its place. */
export function keep(selection: Selection, before: string[], now: string[]): Selection {
  const there = new Set(now);
  const chosen = new Set([...selection.chosen].filter((id) => there.has(id)));
  const { current } = selection;
  if (current === undefined || there.has(current)) {
    return { current, chosen };
  }
  const place = before.indexOf(current);
  const successor = before.slice(place + 1).find((id) => there.has(id));
  return { current: successor ?? now[Math.min(Math.max(place, 0), now.length - 1)], chosen };
}

/** The next or previous item; the first one when there is no current. */
export function step(selection: Selection, ids: string[], by: 1 | -1): Selection {
  const at = selection.current === undefined ? -1 : ids.indexOf(selection.current);
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), ids.length - 1);
  return { ...selection, current: ids[next] };
}

export function toggleChosen(selection: Selection, id: string): Selection {
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(id)) {
    chosen.add(id);
  }
  return { current: id, chosen };
}

/** What an action is done with: everything chosen, else the current item. */
export function targets({ current, chosen }: Selection): string[] {
  return chosen.size > 0 ? [...chosen] : current === undefined ? [] : [current];
}
