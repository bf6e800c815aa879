import { type Labels } from '@grafana/data';

import { type Sample } from '../signals/instant';
import { escapeRegex, fillScope, type Scope } from '../signals/scope';
import { type Thing } from '../signals/things';

export interface PodFact {
  cluster?: string;
  namespace: string;
  name: string;
  /** Absent for a pod that is not placed. */
  node?: string;
  /** What created it; absent for a pod of its own. */
  owner?: { kind: string; name: string };
  /** The deployment, stateful set or other workload that it belongs to. */
  workload: string;
}

export interface NodeFact {
  cluster?: string;
  name: string;
  addresses: string[];
}

/** The pods and nodes that have to do with a thing. */
export interface Topology {
  pods: PodFact[];
  nodes: NodeFact[];
}

/** Metric without which nothing is known about pods. */
export const POD_INFO = 'kube_pod_info';

const BY_POD = 'cluster, namespace, pod, node, created_by_kind, created_by_name';

export interface TopologyContext {
  scope: Scope;
  /** How many pods or nodes come back at most. */
  limit: number;
  /** Which metrics the data source has. */
  has: (metric: string) => boolean;
  /** The end of the time range in seconds since the epoch; absent: now. */
  atS?: number;
}

/** Queries by key; `pods` and `otel` answer with pods, `nodes` with nodes. */
export function topologyQueries(thing: Thing, context: TopologyContext): TopologyQuery[] {
  return [...podQueries(thing, context), ...nodeQueries(thing, context)].map(({ key, expr }) => ({
    key,
    expr: fillScope(`topk(${context.limit}, ${expr})`, context.scope),
  }));
}

interface TopologyQuery {
  key: 'pods' | 'otel' | 'nodes';
  expr: string;
}

/** Only the page of a node needs addresses. */
function nodeQueries(thing: Thing, context: TopologyContext): TopologyQuery[] {
  if (thing.kind !== 'node') {
    return [];
  }
  const info = lately(`kube_node_info{cluster=~"$cluster"${matchers({ node: thing.name })}}`, context);
  return [{ key: 'nodes', expr: `max by (cluster, node, internal_ip) (${info})` }];
}

function podQueries(thing: Thing, context: TopologyContext): TopologyQuery[] {
  const info = (extra: string) => lately(`${POD_INFO}{cluster=~"$cluster"${extra}}`, context);
  const byPod = (expr: string) => `max by (${BY_POD}) (${expr})`;
  switch (thing.kind) {
    case 'node':
      return [{ key: 'pods', expr: byPod(info(matchers({ node: thing.name }))) }];
    case 'pod':
      return [{ key: 'pods', expr: byPod(info(matchers({ namespace: thing.namespace, pod: thing.name }))) }];
    case 'service': {
      const ownedBy = byPod(`${info(setOf(thing))} or ${info(ownerOf(thing))}`);
      const reporting = `${byPod(info(''))} and on (namespace, pod) ${reportingPods(thing, context)}`;
      return [
        { key: 'pods', expr: ownedBy },
        ...(context.has('target_info') ? [{ key: 'otel' as const, expr: reporting }] : []),
      ];
    }
  }
}

/** A deployment owns its pods by a replica set whose name ends in a hash. */
function setOf({ name, namespace }: Extract<Thing, { kind: 'service' }>): string {
  const hashed = `${escapeRegex(name)}-[0-9a-z]{6,10}`;
  return `${matchers({ namespace })}, created_by_kind="ReplicaSet", created_by_name=~${quoted(hashed)}`;
}

function ownerOf({ name, namespace }: Extract<Thing, { kind: 'service' }>): string {
  return `${matchers({ namespace, created_by_name: name })}, created_by_kind!="ReplicaSet"`;
}

/** Pods that report to OpenTelemetry under the name of the service, which may not be that of its workload. */
function reportingPods({ name }: Extract<Thing, { kind: 'service' }>, context: TopologyContext): string {
  const info = `group by (k8s_namespace_name, k8s_pod_name) (${lately(`target_info{service_name=${quoted(name)}}`, context)})`;
  return `label_replace(label_replace(${info}, "pod", "$1", "k8s_pod_name", "(.*)"), "namespace", "$1", "k8s_namespace_name", "(.*)")`;
}

/** A pod that ended while the fault ran is still of interest. */
function lately(selector: string, { atS }: TopologyContext): string {
  return `last_over_time(${selector}[30m]${atS === undefined ? '' : ` @ ${Math.floor(atS)}`})`;
}

function matchers(labels: Record<string, string | undefined>): string {
  const given = Object.entries(labels).filter(([, value]) => value !== undefined && value !== '');
  return given.map(([name, value]) => `, ${name}=${quoted(value ?? '')}`).join('');
}

/** A PromQL string. A dollar sign is written as its code, so that nobody takes it for a variable. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('$', '\\x24');
}

export function topologyOf(pods: Sample[], nodes: Sample[]): Topology {
  return {
    pods: unique(
      pods.map(({ labels }) => podFact(labels)),
      ({ cluster, namespace, name }) => [cluster, namespace, name]
    ),
    nodes: nodesOf(nodes),
  };
}

function podFact(labels: Labels): PodFact {
  const { cluster, namespace = '', pod = '', node, created_by_kind: kind, created_by_name: owner } = labels;
  const owned = owner && owner !== '<none>' && kind && kind !== '<none>' ? { kind, name: owner } : undefined;
  return {
    cluster: cluster || undefined,
    namespace,
    name: pod,
    node: node || undefined,
    owner: owned,
    workload: workloadOf(owned) ?? pod,
  };
}

function workloadOf(owner: PodFact['owner']): string | undefined {
  return owner?.kind === 'ReplicaSet' ? owner.name.replace(/-[0-9a-z]{6,10}$/, '') : owner?.name;
}

function nodesOf(samples: Sample[]): NodeFact[] {
  const nodes = new Map<string, NodeFact>();
  for (const { labels } of samples) {
    const { cluster, node = '', internal_ip: address } = labels;
    const key = JSON.stringify([cluster, node]);
    const fact = nodes.get(key) ?? { cluster: cluster || undefined, name: node, addresses: [] };
    nodes.set(key, { ...fact, addresses: address ? [...fact.addresses, address] : fact.addresses });
  }
  return [...nodes.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function unique(pods: PodFact[], keyOf: (pod: PodFact) => unknown): PodFact[] {
  const found = new Map(pods.map((pod) => [JSON.stringify(keyOf(pod)), pod]));
  return [...found.values()].sort((a, b) => a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name));
}

/** Things of two data sources together. */
export function mergeTopologies(all: Topology[]): Topology {
  return {
    pods: unique(
      all.flatMap(({ pods }) => pods),
      ({ cluster, namespace, name }) => [cluster, namespace, name]
    ),
    nodes: all.flatMap(({ nodes }) => nodes),
  };
}
