import { durationBetween } from '../../ui/clock';

const DAY_S = 86_400;
const MS = 1000;

/** Whole days as settings write them, such as 90d; else the two largest units. */
export function lengthText(seconds: number): string {
  return seconds % DAY_S === 0 ? `${seconds / DAY_S}d` : durationBetween(0, seconds * MS);
}
