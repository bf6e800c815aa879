import { z } from 'zod';

import { readView, writeView } from './useBoardView';

const SAVED = z.array(z.object({ name: z.string().min(1), search: z.string() }));

export type SavedView = z.infer<typeof SAVED>[number];

/** The saved views; what cannot be read is as if there were none. */
export function readSaved(text: string | null): SavedView[] {
  try {
    return SAVED.parse(JSON.parse(text ?? '[]'));
  } catch {
    return [];
  }
}

/** The address of a saved view; what does not belong to the board, such as kiosk, stays as it is now. */
export function savedSearch({ search }: SavedView, now: URLSearchParams): URLSearchParams {
  return writeView(now, readView(new URLSearchParams(search)));
}
