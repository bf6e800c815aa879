import { type Severity } from '../api/types';

/** How long something waits, from usual to too long. */
export type AgeBand = 'fresh' | 'aging' | 'old';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** When an open incident is aging, and when it is old. */
const AGE: Record<Severity, [aging: number, old: number]> = {
  P0: [15 * MINUTE, HOUR],
  P1: [30 * MINUTE, 2 * HOUR],
  P2: [2 * HOUR, 8 * HOUR],
  P3: [8 * HOUR, 24 * HOUR],
};

/** The same for the time in which nobody has acknowledged it. */
const UNACKNOWLEDGED: Record<Severity, [aging: number, old: number]> = {
  P0: [2 * MINUTE, 5 * MINUTE],
  P1: [5 * MINUTE, 15 * MINUTE],
  P2: [15 * MINUTE, HOUR],
  P3: [HOUR, 8 * HOUR],
};

export function ageBand(severity: Severity, ageMs: number): AgeBand {
  return bandOf(AGE[severity], ageMs);
}

export function waitingBand(severity: Severity, ageMs: number): AgeBand {
  return bandOf(UNACKNOWLEDGED[severity], ageMs);
}

function bandOf([aging, old]: [number, number], ageMs: number): AgeBand {
  if (ageMs >= old) {
    return 'old';
  }
  return ageMs >= aging ? 'aging' : 'fresh';
}

/** Beside the colour, so that the band is seen without it. */
export const BAND_MARKS: Record<AgeBand, string> = { fresh: '', aging: '▲', old: '▲▲' };

/** As a stopwatch: 4:05, 1:02:33, 3d 4h. Never negative: clocks differ. */
export function stopwatch(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1_000);
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) {
    return `${days}d ${hours}h`;
  }
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
