import { type MaintenanceInput } from '../../api/types';

/** The form's fields as they are typed; times are those of the browser's zone, as `datetime-local` has them. */
export interface WindowValues {
  name: string;
  matchers: string;
  startsAt: string;
  endsAt: string;
  recurrence: string;
  timeZone: string;
  effect: MaintenanceInput['effect'];
}

const HOUR_MS = 60 * 60 * 1000;

export function emptyWindow(now: number): WindowValues {
  return {
    name: '',
    matchers: '',
    startsAt: localMinute(now),
    endsAt: localMinute(now + HOUR_MS),
    recurrence: '',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    effect: 'suppress',
  };
}

/** A time that cannot be read goes as it is: the backend says so at the field. */
export function toInput(values: WindowValues): MaintenanceInput {
  const recurrence = values.recurrence.trim();
  return {
    name: values.name.trim(),
    matchers: values.matchers
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    startsAt: instant(values.startsAt),
    endsAt: instant(values.endsAt),
    timeZone: values.timeZone.trim(),
    ...(recurrence && { recurrence }),
    effect: values.effect,
  };
}

function instant(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : at.toISOString();
}

function localMinute(ms: number): string {
  const at = new Date(ms);
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}
