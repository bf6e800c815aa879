import { dateTimeForTimeZone, dateTimeFormat } from '@grafana/data';

import { type OverrideSettings, type RotationSettings } from '../../../api/appSettings';

/** An override as it is typed: times by the clocks of the rotation, as `datetime-local` has them. */
export interface OverrideValues {
  from: string;
  until: string;
  login: string;
}

/** `weekly` and `daily` go by the clock on the wall; `length` is a fixed number of hours. */
export type Turn = 'weekly' | 'daily' | 'length';

export interface RotationValues {
  name: string;
  members: string[];
  start: string;
  turn: Turn;
  hours: string;
  at: string;
  weekday: string;
  timeZone: string;
  overrides: OverrideValues[];
}

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const UTC = 'UTC';

const LOCAL = 'YYYY-MM-DDTHH:mm';
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function rotationValues(rotation: RotationSettings | undefined, now: number): RotationValues {
  if (!rotation) {
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    // From the last week on, so that somebody is on call at once and not from the next Monday.
    const start = dateTimeFormat(now - WEEK_MS, { timeZone, format: 'YYYY-MM-DD' });
    return { ...EMPTY, timeZone, start };
  }
  const { every = 'weekly', timeZone = UTC } = rotation;
  const turn = every === 'weekly' || every === 'daily' ? every : 'length';
  return {
    ...EMPTY,
    name: rotation.name,
    members: rotation.members ?? [],
    start: rotation.start,
    turn,
    hours: turn === 'length' ? hoursOf(every) : EMPTY.hours,
    at: rotation.at ?? (DAY.test(rotation.start) ? EMPTY.at : ''),
    weekday: rotation.weekday?.toLowerCase() ?? '',
    timeZone,
    overrides: (rotation.overrides ?? []).map(({ from, until, login }) => ({
      from: toLocal(from, timeZone),
      until: toLocal(until, timeZone),
      login,
    })),
  };
}

const EMPTY: RotationValues = {
  name: '',
  members: [],
  start: '',
  turn: 'weekly',
  hours: '12',
  at: '09:00',
  weekday: 'monday',
  timeZone: UTC,
  overrides: [],
};

/** What does not belong to the way of turning is left out. */
export function rotationOf(values: RotationValues): RotationSettings {
  const { turn, timeZone } = values;
  const byClock = turn !== 'length';
  return {
    name: values.name.trim(),
    members: values.members,
    start: values.start.trim(),
    every: byClock ? turn : lengthOf(values.hours),
    ...(byClock && values.at !== '' ? { at: values.at } : {}),
    ...(turn === 'weekly' && values.weekday !== '' ? { weekday: values.weekday } : {}),
    ...(timeZone !== UTC ? { timeZone } : {}),
    ...(values.overrides.length > 0 ? { overrides: values.overrides.map((one) => overrideOf(one, timeZone)) } : {}),
  };
}

function overrideOf({ from, until, login }: OverrideValues, timeZone: string): OverrideSettings {
  return { from: toInstant(from, timeZone), until: toInstant(until, timeZone), login };
}

/** Eight hours from the next full one. */
export function newOverride(timeZone: string, now: number): OverrideValues {
  const from = Math.ceil(now / HOUR_MS) * HOUR_MS;
  return { from: local(from, timeZone), until: local(from + 8 * HOUR_MS, timeZone), login: '' };
}

/** A length of Go such as 168h or 36h30m as hours; what is none of the kind stays for the backend to refuse. */
function hoursOf(length: string): string {
  const parts = /^(?:(\d+(?:\.\d+)?)h)?(?:(\d+)m)?(?:0s)?$/.exec(length);
  return parts ? String(Number(parts[1] ?? 0) + Number(parts[2] ?? 0) / 60) : length;
}

function lengthOf(hours: string): string {
  const text = hours.trim();
  return text !== '' && Number.isFinite(Number(text)) ? `${text}h` : text;
}

function local(at: number | string, timeZone: string): string {
  return dateTimeFormat(at, { timeZone: zoneOf(timeZone), format: LOCAL });
}

/** A time that cannot be read goes as it is: the backend says so at the field. */
function toLocal(instant: string, timeZone: string): string {
  return Number.isNaN(Date.parse(instant)) ? instant : local(instant, timeZone);
}

/** By the clocks of the zone on that day, summer time included. */
function toInstant(typed: string, timeZone: string): string {
  const at = dateTimeForTimeZone(zoneOf(timeZone), typed, LOCAL);
  return at.isValid() ? at.toISOString() : typed;
}

/** Grafana's own word; a name with capitals would be looked up among the zones. */
const zoneOf = (timeZone: string) => (timeZone === UTC ? 'utc' : timeZone);

/** Names for the choice, that of the rotation among them. */
export function timeZones(current: string): string[] {
  return [...new Set([UTC, current, ...Intl.supportedValuesOf('timeZone')])];
}
