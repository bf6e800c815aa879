import { type Entry, type Milestones, type Range } from './types';

export type PhaseName = 'undetected' | 'triage' | 'mitigation' | 'monitoring';

export interface Phase extends Range {
  name: PhaseName;
  /** Whether it has not ended; `to` is then the time now. */
  open: boolean;
}

/**
 * Phases from an incident's times: undetected until it was detected, triage until work on the mitigation began (else until somebody
 * took it), mitigation until the impact ended, monitoring until it was resolved. A phase whose begin is not known is left out.
 */
export function phasesOf(times: Milestones, now: number): Phase[] {
  const { impactStart, detected, resolved } = times;
  const works = later(times.mitigating ?? times.acknowledged, detected);
  const ends = later(times.mitigated, detected);
  const starts: Array<[PhaseName, number | undefined]> = [
    [
      'undetected',
      impactStart !== undefined && detected !== undefined && impactStart >= detected ? undefined : impactStart,
    ],
    ['triage', detected],
    ['mitigation', works],
    ['monitoring', ends],
  ];
  const known = starts.filter((start): start is [PhaseName, number] => start[1] !== undefined);
  return known.flatMap(([name, from], index) => {
    const next = Math.min(...known.slice(index + 1).map(([, at]) => at));
    const end = Math.min(next, resolved ?? Infinity);
    const to = Number.isFinite(end) ? end : now;
    return to > from ? [{ name, from, to, open: !Number.isFinite(end) }] : [];
  });
}

function later(at: number | undefined, than: number | undefined): number | undefined {
  return at === undefined || than === undefined ? at : Math.max(at, than);
}

/** Times that entries tell by their kind, for frames without an incident. The first of each kind counts, of the ends the last. */
export function milestonesOf(entries: readonly Entry[], statusOf: (entry: Entry) => string | undefined): Milestones {
  const first = (test: (entry: Entry) => boolean) => entries.find(test)?.at;
  const last = (test: (entry: Entry) => boolean) => entries.filter(test).at(-1)?.at;
  const kind =
    (...names: string[]) =>
    (entry: Entry) =>
      names.includes(entry.kind);
  const status = (name: string) => (entry: Entry) => statusOf(entry) === name;
  const resolved = last((entry) => status('resolved')(entry) || kind('resolved')(entry));
  const reopened = last(kind('reopened'));
  return {
    impactStart: first(kind('impact_start')),
    detected: first(kind('incident_created', 'detected')),
    acknowledged: first(kind('ack', 'acknowledged')),
    mitigating: first((entry) => status('mitigating')(entry) || kind('mitigating')(entry)),
    mitigated: last((entry) => status('monitoring')(entry) || kind('impact_end', 'mitigated')(entry)),
    resolved: resolved !== undefined && reopened !== undefined && reopened > resolved ? undefined : resolved,
  };
}

/** What is known for sure wins over what entries tell. */
export function merged(known: Milestones, told: Milestones): Milestones {
  const given = Object.fromEntries(Object.entries(known).filter(([, at]) => at !== undefined));
  return { ...told, ...given };
}
