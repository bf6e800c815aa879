import { type IncidentDetail } from '../../../api/types';
import { type Window } from '../../../signals/breaks/firstBreaks';

const BEFORE_MS = 30 * 60_000;
const AFTER_MS = 15 * 60_000;
/** How long after its start an incident is looked at; what comes later says nothing about what broke first. */
const LONGEST_MS = 2 * 3_600_000;

export interface Around extends Window {
  /** It ends now, and goes on. */
  goesOn: boolean;
}

/** The time around the beginning of an incident: from 30 minutes before to its end and a little more, at most 2 hours after. */
export function around({ incident, alerts }: IncidentDetail, now: number): Around {
  const starts = [incident.impactStartedAt, incident.detectedAt, ...alerts.map(({ startsAt }) => startsAt)];
  const startMs = Math.min(...starts.flatMap((at) => (at ? Date.parse(at) : [])));
  const endMs = incident.resolvedAt ? Date.parse(incident.resolvedAt) + AFTER_MS : now;
  const toMs = Math.max(startMs, Math.min(endMs, now, startMs + LONGEST_MS));
  return { fromMs: startMs - BEFORE_MS, toMs, startMs, goesOn: toMs === now };
}
