import { type Layer, SEVERITIES, type Signal } from '../api/types';
import { escapeRegex, type Scope, type ScopeName } from '../signals/scope';
import { type Topology } from './topology';

/** What a drill-down page is about. */
export type Thing =
  | { kind: 'service'; name: string; namespace?: string }
  | { kind: 'node'; name: string }
  | { kind: 'pod'; name: string; namespace: string };

export type ThingKind = Thing['kind'];

/** The variables of a query that say that it is about such a thing. */
const ABOUT: Record<ThingKind, readonly ScopeName[]> = {
  service: ['service', 'pod'],
  node: ['node', 'instance'],
  pod: ['pod'],
};

const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i;

/**
 * What `instance` is for a node's agents, as a regular expression: its name, with or without a domain, or one of its
 * addresses, and a port.
 */
export function instanceRegex(names: string[]): string {
  const forms = [...new Set(names)].filter(Boolean).map(instanceForm);
  return `(${forms.join('|')})(:[0-9]+)?`;
}

function instanceForm(name: string): string {
  const escaped = escapeRegex(name);
  if (!ADDRESS.test(name)) {
    return `${escaped}(\\.[A-Za-z0-9.-]+)?`;
  }
  return name.includes(':') ? `\\[?${escaped}\\]?` : escaped;
}

/** What the panels of a page are limited to. Names are taken literally. */
export function scopeOf(thing: Thing, topology: Topology | undefined): Scope {
  switch (thing.kind) {
    case 'service':
      return {
        service: [thing.name],
        ...(thing.namespace ? { namespace: [thing.namespace] } : {}),
        pod: podsOfService(thing.name, topology),
      };
    case 'node':
      return { node: [thing.name], instance: { regex: instanceRegex(namesOfNode(thing.name, topology)) } };
    case 'pod':
      return { namespace: [thing.namespace], pod: [thing.name] };
  }
}

/** Without kube-state-metrics: the names that a workload gives its pods. */
function podsOfService(service: string, topology: Topology | undefined) {
  const names = (topology?.pods ?? []).map(({ name }) => name);
  return names.length > 0 ? [...new Set(names)] : { regex: `${escapeRegex(service)}(-[0-9a-z]+)*` };
}

export function namesOfNode(name: string, topology: Topology | undefined): string[] {
  const nodes = (topology?.nodes ?? []).filter((node) => node.name === name);
  return [name, ...nodes.flatMap(({ addresses }) => addresses)];
}

/**
 * The signal with only those queries that can be limited to such a thing; undefined where it has none. The others would
 * show the whole cluster on the page of one thing.
 */
export function narrowSignal(signal: Signal, kind: ThingKind): Signal | undefined {
  const { prometheus = [], elasticsearch, ...others } = signal.providers;
  const own = prometheus.filter(({ expr }) => mentions(expr, kind));
  const fields = Object.keys(elasticsearch?.scope ?? {});
  const elastic =
    elasticsearch && (mentions(elasticsearch.query, kind) || ABOUT[kind].some((name) => fields.includes(name)));
  const rest = Object.entries(others).filter(([, provider]) => mentions(JSON.stringify(provider ?? ''), kind));
  if (own.length === 0 && !elastic && rest.length === 0) {
    return undefined;
  }
  return {
    ...signal,
    providers: {
      ...(own.length > 0 ? { prometheus: own } : {}),
      ...(elastic ? { elasticsearch } : {}),
      ...Object.fromEntries(rest),
    },
  };
}

function mentions(text: string, kind: ThingKind): boolean {
  return ABOUT[kind].some((name) => new RegExp(`\\$(${name}\\b|\\{${name}[:}])`).test(text));
}

/** Why a signal stands where it does, from what must be seen to what only says what is missing. */
export enum Rank {
  Firing,
  Abnormal,
  /** It has an alert, whose query knows the thing. */
  Watched,
  /** For reading; it has no alert. */
  Plain,
  /** It has an alert, whose query knows nothing of the thing now. */
  Quiet,
  /** No data source can answer it. */
  Unanswered,
}

export interface Ranked {
  signal: Signal;
  rank: Rank;
}

export interface Conspicuous {
  /** Ids of signals whose alert fires for this thing. */
  firing: ReadonlySet<string>;
  /** Ids of signals whose alert condition holds now. */
  abnormal: ReadonlySet<string>;
  /** Ids of signals whose alert query answers something about the thing; undefined where that is not known. */
  seen?: ReadonlySet<string>;
}

/**
 * Signals about the thing by layer: as `Rank` says, then by the severity of their alert, then as in
 * the catalog.
 */
export function rankSignals(
  signals: Signal[],
  kind: ThingKind,
  conspicuous: Conspicuous,
  canAnswer: (signal: Signal) => boolean
): Map<Layer, Ranked[]> {
  const ranked = signals.flatMap((signal): Ranked[] => {
    const own = signal.enabled ? narrowSignal(signal, kind) : undefined;
    return own ? [{ signal: own, rank: canAnswer(own) ? rankOf(own, conspicuous) : Rank.Unanswered }] : [];
  });
  const byLayer = new Map<Layer, Ranked[]>();
  for (const one of [...ranked].sort(byImportance)) {
    byLayer.set(one.signal.layer, [...(byLayer.get(one.signal.layer) ?? []), one]);
  }
  return byLayer;
}

function rankOf({ id, alert }: Signal, { firing, abnormal, seen }: Conspicuous): Rank {
  if (firing.has(id)) {
    return Rank.Firing;
  }
  if (abnormal.has(id)) {
    return Rank.Abnormal;
  }
  if (!alert) {
    return Rank.Plain;
  }
  return (seen?.has(id) ?? true) ? Rank.Watched : Rank.Quiet;
}

function byImportance(a: Ranked, b: Ranked): number {
  return a.rank - b.rank || severityRank(a.signal) - severityRank(b.signal);
}

function severityRank({ alert }: Signal): number {
  return alert ? SEVERITIES.indexOf(alert.severity) : SEVERITIES.length;
}
