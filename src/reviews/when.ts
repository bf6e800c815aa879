import { dateTimeFormat, dateTimeParse, getTimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';

import { durationBetween } from '../ui/clock';

const MINUTES = 'YYYY-MM-DDTHH:mm:ss';
const DAYS = 'YYYY-MM-DD';

/** As the browser's own field for date and time has it, in the zone that the person chose in Grafana. */
export function toTimeInput(at: string | undefined): string {
  return at ? dateTimeFormat(at, { timeZone: getTimeZone(), format: MINUTES }) : '';
}

/** RFC 3339; undefined for what is no time. The browser leaves out seconds that are zero. */
export function fromTimeInput(text: string): string | undefined {
  const whole = text.length === MINUTES.length - ':ss'.length ? `${text}:00` : text;
  return parsed(whole, MINUTES);
}

export function toDayInput(at: string | undefined): string {
  return at ? dateTimeFormat(at, { timeZone: getTimeZone(), format: DAYS }) : '';
}

/** The last second of the day, as what is due on a day may be done on it. */
export function fromDayInput(text: string): string | undefined {
  return text === '' ? undefined : parsed(`${text}T23:59:59`, MINUTES);
}

/** A day in the person's zone, such as 2026-08-01. */
export function dayOf(at: string): string {
  return dateTimeFormat(at, { timeZone: getTimeZone(), format: DAYS });
}

function parsed(text: string, format: string): string | undefined {
  if (text === '') {
    return undefined;
  }
  const time = dateTimeParse(text, { timeZone: getTimeZone(), format });
  return time.isValid() ? time.toISOString() : undefined;
}

/** Whole seconds as 1h 3m; a word where an end is not known. */
export function spanText(seconds: number | undefined): string {
  return seconds === undefined ? t('review.span.unknown', 'not known') : durationBetween(0, seconds * 1000);
}
