/** Older data are called old, in milliseconds. */
export const OLD_MS = 60_000;

const BASE_MS = 15_000;
const SOONEST_MS = 5_000;
const LATEST_MS = 60_000;

/** The part of react-query's state that says how asking went. */
export interface Asked {
  /** Of the newest answer and the newest failure, in epoch milliseconds; 0 for none. */
  dataUpdatedAt: number;
  errorUpdatedAt: number;
  /** How many times it failed. */
  errorUpdateCount: number;
}

/**
 * Milliseconds until it is asked again. After a failure soon, and then the later the longer it fails: a quarter of the time
 * since the last answer, from 5 s to a minute. It depends on what came back only, not on the time now, so that drawing the
 * page does not start the timer anew. `spread` is near 1 and differs between walls, so that they do not all ask at once.
 */
export function pollAfter({ dataUpdatedAt, errorUpdatedAt, errorUpdateCount }: Asked, spread = 1): number {
  if (errorUpdatedAt <= dataUpdatedAt) {
    return Math.round(BASE_MS * spread);
  }
  const waited =
    dataUpdatedAt > 0 ? (errorUpdatedAt - dataUpdatedAt) / 4 : SOONEST_MS * 2 ** Math.min(errorUpdateCount - 1, 10);
  return Math.round(Math.min(LATEST_MS, Math.max(SOONEST_MS, waited)) * spread);
}

/** Whether data of this time (0: there never were any) are too old to be trusted on a wall that shows them since then. */
export function isOld(dataAtMs: number, shownSinceMs: number, nowMs: number): boolean {
  return nowMs - (dataAtMs || shownSinceMs) > OLD_MS;
}

/** Clocks of small computers are often wrong: differences below this are the way of the answer, in milliseconds. */
const SKEW_MS = 3_000;

/** How much the server's clock is ahead of the one here, in milliseconds; 0 where they agree. */
export function clockSkew(serverTime: string | undefined, receivedAtMs: number): number {
  const skew = serverTime === undefined ? 0 : Date.parse(serverTime) - receivedAtMs;
  return Number.isFinite(skew) && Math.abs(skew) > SKEW_MS ? skew : 0;
}
