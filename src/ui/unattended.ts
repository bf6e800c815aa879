import { grafanaRequest } from '../api/client';
import { PLUGIN_ID } from '../constants';
import { reloadPage } from './chunkError';

const RELOADED_AT = `${PLUGIN_ID}.unattendedReload`;
/** A page that nobody attends loads itself anew at most this often. */
export const RELOAD_EVERY_MS = 5 * 60_000;

/** Milliseconds until the page may load itself anew. */
export function reloadWait(nowMs: number): number {
  const last = Number(sessionStorage.getItem(RELOADED_AT) ?? 0);
  return Math.max(0, last + RELOAD_EVERY_MS - nowMs);
}

/**
 * Loads the page anew, for pages that nobody attends: at most every five minutes, and only while Grafana answers, because
 * a browser that gets no answer shows a page of its own, from which nothing comes back by itself. Says whether it does.
 */
export async function reloadUnattended(reload = reloadPage, now: () => number = Date.now): Promise<boolean> {
  if (reloadWait(now()) > 0) {
    return false;
  }
  try {
    await grafanaRequest('GET', '/api/health');
  } catch {
    return false;
  }
  sessionStorage.setItem(RELOADED_AT, String(now()));
  reload();
  return true;
}
