import { type AlertOccurrence, type IncidentDetail, type Signal } from '../../../api/types';
import { narrowSignal, scopeOf, type Thing } from '../../../signals/things';
import { type Scope } from '../../../signals/scope';

/** What the layers are looked at for: a service, with the nodes and pods that its alerts name, or one of those alone. */
export interface Subject {
  /** Of the first thing; stays while alerts name other nodes. */
  key: string;
  label: string;
  /** What a query is limited to: the first of these that it knows. */
  things: Thing[];
}

/** A page shows one of them; more than these are a list of everything. */
const MOST = 8;

/** The services of the incident, those with most alerts first; without one, its nodes and pods. */
export function subjectsOf({ incident, alerts }: IncidentDetail): Subject[] {
  const services = byCount([...alerts.map(({ service }) => service), ...incident.services]);
  const subjects = services.map((service) =>
    subjectOf(service, [
      { kind: 'service', name: service, namespace: namespaceOf(alerts.filter((alert) => alert.service === service)) },
      ...placesOf(alerts.filter((alert) => alert.service === service)),
    ])
  );
  if (subjects.length > 0) {
    return subjects.slice(0, MOST);
  }
  return placesOf(alerts)
    .map((thing) => subjectOf(thing.name, [thing]))
    .slice(0, MOST);
}

function subjectOf(label: string, things: Thing[]): Subject {
  return {
    key: things
      .slice(0, 1)
      .map(({ kind, name }) => `${kind}/${name}`)
      .join(),
    label,
    things,
  };
}

/** What the panel of a signal is limited to: the first thing that its queries know. */
export function scopeFor(signal: Signal, { things }: Subject): Scope {
  const thing = things.find(({ kind }) => narrowSignal(signal, kind));
  return thing ? scopeOf(thing, undefined) : {};
}

/** At most one pod and one node: those that most alerts name. */
function placesOf(alerts: AlertOccurrence[]): Thing[] {
  const [pod] = byCount(alerts.map(({ labels }) => labels.namespace && labels.pod));
  const [node] = byCount(alerts.map(({ labels }) => labels.node ?? labels.nodename));
  const namespace = alerts.find(({ labels }) => labels.pod === pod)?.labels.namespace;
  return [
    ...(pod && namespace ? [{ kind: 'pod' as const, name: pod, namespace }] : []),
    ...(node ? [{ kind: 'node' as const, name: node }] : []),
  ];
}

/** Undefined where alerts name several, or none. */
function namespaceOf(alerts: AlertOccurrence[]): string | undefined {
  const names = byCount(alerts.map(({ labels }) => labels.namespace));
  return names.length === 1 ? names[0] : undefined;
}

function byCount(names: Array<string | undefined>): string[] {
  const counts = new Map<string, number>();
  for (const name of names) {
    if (name) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}
