import { type Sample } from '../signals/instant';
import { escapeRegex, fillScope } from '../signals/scope';
import { type ThingKind } from '../signals/things';
import { type Topology, topologyOf } from './topology';

/** How many things a list shows; a search finds the others. */
export const LISTED = 200;

export interface ListedThing {
  name: string;
  namespace?: string;
  cluster?: string;
  node?: string;
}

/** Workloads whose pods serve; jobs come and go. */
const SERVING = 'created_by_kind=~"ReplicaSet|StatefulSet|DaemonSet"';

/** The things of a data source whose name has this text in it, not more than are listed. */
export function listQuery(kind: ThingKind, search: string, cluster: string | undefined): string {
  const text = JSON.stringify(search ? `(?i).*${escapeRegex(search)}.*` : '.+').replaceAll('$', '\\x24');
  const expr = `topk(${LISTED}, ${queryOf(kind, text)})`;
  return fillScope(expr, cluster ? { cluster: [cluster] } : {});
}

function queryOf(kind: ThingKind, text: string): string {
  switch (kind) {
    case 'service':
      return `max by (cluster, namespace, created_by_kind, created_by_name) (kube_pod_info{cluster=~"$cluster", ${SERVING}, created_by_name=~${text}})`;
    case 'node':
      return `max by (cluster, node) (kube_node_info{cluster=~"$cluster", node=~${text}})`;
    case 'pod':
      return `max by (cluster, namespace, pod, node, created_by_kind, created_by_name) (kube_pod_info{cluster=~"$cluster", pod=~${text}})`;
  }
}

/** What was found, each once, by name. `measured` are services that are known by their metrics only. */
export function listedThings(kind: ThingKind, samples: Sample[], measured: string[] = []): ListedThing[] {
  const found =
    kind === 'node' ? nodesOf(topologyOf([], samples)) : podsOrServices(kind, topologyOf(named(samples), []));
  const names = new Set(found.map(({ name }) => name));
  const others = measured.filter((name) => !names.has(name)).map((name) => ({ name }));
  const unique = new Map([...found, ...others].map((thing) => [JSON.stringify([thing]), thing]));
  return [...unique.values()].sort((a, b) => a.name.localeCompare(b.name)).slice(0, LISTED);
}

/** Workloads come without a pod; they stay apart by their owner. */
function named(samples: Sample[]): Sample[] {
  return samples.map(({ labels, value }) => ({ labels: { pod: labels.created_by_name ?? '', ...labels }, value }));
}

function nodesOf({ nodes }: Topology): ListedThing[] {
  return nodes.map(({ name, cluster }) => ({ name, cluster }));
}

function podsOrServices(kind: ThingKind, { pods }: Topology): ListedThing[] {
  return pods.map(({ name, namespace, cluster, node, workload }) =>
    kind === 'pod' ? { name, namespace, cluster, node } : { name: workload, namespace, cluster }
  );
}
