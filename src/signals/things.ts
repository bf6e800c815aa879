import { type Signal } from '../api/types';
import { escapeRegex, type Scope, type ScopeName } from './scope';

/** One service, node or pod, seen through all layers. */
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

/** The pods and nodes that have to do with a thing, as far as somebody knows. */
export interface Related {
  pods: ReadonlyArray<{ name: string }>;
  nodes: ReadonlyArray<{ name: string; addresses: string[] }>;
}

/** What the panels of a page are limited to. Names are taken literally. */
export function scopeOf(thing: Thing, related: Related | undefined): Scope {
  switch (thing.kind) {
    case 'service':
      return {
        service: [thing.name],
        ...(thing.namespace ? { namespace: [thing.namespace] } : {}),
        pod: podsOfService(thing.name, related),
      };
    case 'node':
      return { node: [thing.name], instance: { regex: instanceRegex(namesOfNode(thing.name, related)) } };
    case 'pod':
      return { namespace: [thing.namespace], pod: [thing.name] };
  }
}

/** Without kube-state-metrics: the names that a workload gives its pods. */
function podsOfService(service: string, related: Related | undefined) {
  const names = (related?.pods ?? []).map(({ name }) => name);
  return names.length > 0 ? [...new Set(names)] : { regex: `${escapeRegex(service)}(-[0-9a-z]+)*` };
}

export function namesOfNode(name: string, related: Related | undefined): string[] {
  const nodes = (related?.nodes ?? []).filter((node) => node.name === name);
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
