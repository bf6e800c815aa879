import { dateTimeFormat, dateTimeForTimeZone, dateTimeParse } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';

/** Full time of a moment in the zone of the dashboard; the form that people type, too. */
export const FULL = 'YYYY-MM-DD HH:mm:ss';

export function fullTime(at: number, timeZone: TimeZone): string {
  return dateTimeFormat(at, { timeZone, format: FULL });
}

export function clock(at: number, timeZone: TimeZone, format = 'HH:mm:ss'): string {
  return dateTimeFormat(at, { timeZone, format });
}

/** Milliseconds of a time as `fullTime` writes it; undefined when it is none. */
export function parsedTime(text: string, timeZone: TimeZone): number | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/.test(text.trim())) {
    return undefined;
  }
  const parsed = dateTimeParse(text.trim(), { timeZone, format: FULL });
  return parsed.isValid() ? parsed.valueOf() : undefined;
}

/** Minutes east of UTC at a time. */
export function offsetAt(timeZone: TimeZone): (at: number) => number {
  return (at) => dateTimeForTimeZone(timeZone, at).utcOffset();
}
