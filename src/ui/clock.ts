import { useEffect, useState } from 'react';
import { dateTimeFormat, getTimeZone, intervalToAbbreviatedDurationString } from '@grafana/data';

const MINUTE_MS = 60_000;
const TICK_MS = 15_000;
const FAST_TICK_MS = 1_000;

/** The time now, for an age or a countdown on screen; moves on every second while it is shown in seconds, else every 15 s. */
export function useNow(sinceMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  const everyMs = Math.abs(now - sinceMs) < MINUTE_MS ? FAST_TICK_MS : TICK_MS;
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** Date and time in the user's zone, such as 2026-08-01 14:03:10 CEST. */
export function absoluteTime(at: string | number): string {
  const timeZone = getTimeZone();
  return `${dateTimeFormat(at, { timeZone })} ${zoneName(at, timeZone)}`.trim();
}

/** Such as "CET". Grafana's own abbreviation is empty for "browser time", which most people have. */
export function zoneName(at: string | number, timeZone: string): string {
  const format = new Intl.DateTimeFormat(undefined, {
    timeZone: timeZone === '' || timeZone === 'browser' ? undefined : timeZone,
    timeZoneName: 'short',
  });
  return format.formatToParts(new Date(at)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** Whether both are on one day in the user's zone. */
export function sameDay(a: string | number, b: string | number): boolean {
  const [dayA, dayB] = [a, b].map((at) => dateTimeFormat(at, { timeZone: getTimeZone(), format: 'YYYY-MM-DD' }));
  return dayA === dayB;
}

export function clockTime(at: string | number): string {
  return dateTimeFormat(at, { timeZone: getTimeZone(), format: 'HH:mm:ss' });
}

/** The two largest units, such as 2h 13m; below a minute, seconds. Never negative: clocks of browser and server differ. */
export function durationBetween(fromMs: number, toMs: number): string {
  const ms = Math.max(0, toMs - fromMs);
  const text = intervalToAbbreviatedDurationString({ start: 0, end: ms }, ms < MINUTE_MS);
  return text.split(' ').slice(0, 2).join(' ') || '0s';
}
