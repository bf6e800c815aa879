import { type AlertOccurrence, SEVERITIES } from '../../api/types';

/** One alert with all its firing periods in this incident. */
export interface AlertIdentity {
  key: string;
  latest: AlertOccurrence;
  /** Before `latest`, newest first. */
  earlier: AlertOccurrence[];
}

/** An alert that flaps is one line, not twenty. Firing first, then the most severe, else in the order given. */
export function groupByIdentity(alerts: AlertOccurrence[]): AlertIdentity[] {
  const identities = new Map<string, AlertOccurrence[]>();
  for (const alert of alerts) {
    const key = `${alert.sourceId}/${alert.fingerprint}`;
    identities.set(key, [...(identities.get(key) ?? []), alert]);
  }
  return [...identities].map(([key, occurrences]) => toIdentity(key, occurrences)).sort(byUrgency);
}

function toIdentity(key: string, occurrences: AlertOccurrence[]): AlertIdentity {
  const [latest, ...earlier] = [...occurrences].sort((a, b) => b.startsAt.localeCompare(a.startsAt));
  return { key, latest, earlier };
}

function byUrgency({ latest: a }: AlertIdentity, { latest: b }: AlertIdentity): number {
  const state = Number(b.state === 'firing') - Number(a.state === 'firing');
  return state || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}
