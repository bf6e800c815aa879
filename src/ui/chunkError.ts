import { locationService } from '@grafana/runtime';

import { PLUGIN_ID } from '../constants';

const RELOADED_AT = `${PLUGIN_ID}.reloadedAt`;
/** A second failure within this time is not cured by loading again. */
const ONCE_PER_MS = 60_000;

/** After an upgrade, an open tab asks for chunks that are gone. */
export function isChunkLoadError(error: unknown): boolean {
  return (
    error instanceof Error && (error.name === 'ChunkLoadError' || /loading (css )?chunk .+ failed/i.test(error.message))
  );
}

/** Reloads the page for a chunk error, at most once a minute; says whether it does. */
export function reloadOnce(error: unknown, reload: () => void, now: () => number = Date.now): boolean {
  if (!isChunkLoadError(error)) {
    return false;
  }
  const last = Number(sessionStorage.getItem(RELOADED_AT) ?? 0);
  if (now() - last < ONCE_PER_MS) {
    return false;
  }
  sessionStorage.setItem(RELOADED_AT, String(now()));
  reload();
  return true;
}

/** Grafana intercepts in-app navigation; going nowhere in the history loads the document again. */
export function reloadPage() {
  locationService.getHistory().go(0);
}
