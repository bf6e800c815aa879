import { type Incident, SEVERITIES, type Severity } from '../api/types';
import { type Takeover } from './settings';

/** The most severe first, then the oldest; of one severity those last that nobody wants to hear of. */
export function bySeverityAndAge(a: Incident, b: Incident): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    Number(isQuiet(a)) - Number(isQuiet(b)) ||
    Date.parse(a.detectedAt) - Date.parse(b.detectedAt) ||
    a.number - b.number
  );
}

/** Open P0 that take the screen, those that nobody looks at first, drills last. */
export function takeovers(incidents: readonly Incident[], rule: Takeover): Incident[] {
  if (rule === 'off') {
    return [];
  }
  return incidents
    .filter(
      (incident) => incident.severity === 'P0' && !isQuiet(incident) && (rule === 'open' || !incident.acknowledged)
    )
    .sort(
      (a, b) =>
        Number(a.drill) - Number(b.drill) || Number(a.acknowledged) - Number(b.acknowledged) || bySeverityAndAge(a, b)
    );
}

/** Somebody wanted to hear nothing of it for now, or it belongs to planned work. */
export function isQuiet({ snoozedUntil, maintenanceUntil }: Incident): boolean {
  return snoozedUntil !== undefined || maintenanceUntil !== undefined;
}

export interface Fitted<T> {
  shown: T[];
  /** What has no room. */
  rest: T[];
}

/** What fits into so many rows; where not all fits, one row is kept to say how many more there are. */
export function fit<T>(list: readonly T[], rows: number): Fitted<T> {
  const room = list.length <= rows ? list.length : Math.max(0, rows - 1);
  return { shown: list.slice(0, room), rest: list.slice(room) };
}

/** How many of each severity are open beside those shown, by the counts of the records; severities without any are left out. */
export function hiddenBySeverity(
  open: Record<Severity, number>,
  shown: readonly Incident[]
): Array<{ severity: Severity; count: number }> {
  return SEVERITIES.map((severity) => ({
    severity,
    count: open[severity] - shown.filter((incident) => incident.severity === severity).length,
  })).filter(({ count }) => count > 0);
}
