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

/** Nothing measures the signal, so its panel only says what is missing. */
const UNANSWERED = 4;

/** Why a signal stands where it does: 0 fires, 1 is abnormal now, 2 has an alert, 3 is for reading, 4 has no data source. */
export interface Ranked {
  signal: Signal;
  rank: 0 | 1 | 2 | 3 | typeof UNANSWERED;
}

export interface Conspicuous {
  /** Ids of signals whose alert fires for this thing. */
  firing: ReadonlySet<string>;
  /** Ids of signals whose alert condition holds now. */
  abnormal: ReadonlySet<string>;
}

/**
 * Signals about the thing by layer: firing, then abnormal, then by the severity of their alert, then as in the catalog;
 * at last those that no data source can answer.
 */
export function rankSignals(
  signals: Signal[],
  kind: ThingKind,
  { firing, abnormal }: Conspicuous,
  canAnswer: (signal: Signal) => boolean
): Map<Layer, Ranked[]> {
  const ranked = signals.flatMap((signal): Ranked[] => {
    const own = signal.enabled ? narrowSignal(signal, kind) : undefined;
    return own ? [{ signal: own, rank: canAnswer(own) ? rankOf(own, firing, abnormal) : UNANSWERED }] : [];
  });
  const byLayer = new Map<Layer, Ranked[]>();
  for (const one of [...ranked].sort(byImportance)) {
    byLayer.set(one.signal.layer, [...(byLayer.get(one.signal.layer) ?? []), one]);
  }
  return byLayer;
}

function rankOf({ id, alert }: Signal, firing: ReadonlySet<string>, abnormal: ReadonlySet<string>): 0 | 1 | 2 | 3 {
  if (firing.has(id)) {
    return 0;
  }
  return abnormal.has(id) ? 1 : alert ? 2 : 3;
}

function byImportance(a: Ranked, b: Ranked): number {
  return a.rank - b.rank || severityRank(a.signal) - severityRank(b.signal);
}

function severityRank({ alert }: Signal): number {
  return alert ? SEVERITIES.indexOf(alert.severity) : SEVERITIES.length;
}
