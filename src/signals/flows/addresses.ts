import { type Labels } from '@grafana/data';

import { endpoint, type Endpoint, type ReadEnds, type Sample } from './flows';
import { COROOT_ENDS } from './sources';

/** What kube-state-metrics knows of addresses: kube_pod_info and kube_service_info. */
export const ADDRESS_QUERIES = {
  pods: 'max by (namespace, pod, pod_ip, created_by_kind, created_by_name) (kube_pod_info{cluster=~"$cluster", host_network!="true"})',
  services: 'max by (namespace, service, cluster_ip) (kube_service_info{cluster=~"$cluster"})',
} as const;

/** Pods and addresses, so far as they are known, with the workload or service behind them. */
export interface Addresses {
  pods: Map<string, Endpoint>;
  ips: Map<string, Endpoint>;
}

export function knownAddresses(pods: Sample[], services: Sample[]): Addresses {
  const known: Addresses = { pods: new Map(), ips: new Map() };
  for (const { labels } of services) {
    known.ips.set(labels.cluster_ip ?? '', endpoint(labels.service, labels.namespace));
  }
  for (const { labels } of pods) {
    const workload = endpoint(workloadOf(labels), labels.namespace);
    known.pods.set(`${labels.namespace}/${labels.pod}`, workload);
    known.ips.set(labels.pod_ip ?? '', workload);
  }
  known.ips.delete('');
  known.ips.delete('None');
  return known;
}

/** A deployment's pods are created by a replica set, whose name is the deployment's with a hash. */
function workloadOf({ created_by_kind: kind, created_by_name: name, pod = '' }: Labels): string {
  if (!name) {
    return withoutPodSuffix(pod);
  }
  return kind === 'ReplicaSet' ? name.replace(/-[0-9a-z]{6,10}$/, '') : name;
}

/** The workload as the pod's name has it: `cart-5d4f6c7b8-x2x9k` and `postgres-0` without their last parts. */
export function withoutPodSuffix(pod: string): string {
  return /^(.+?)(?:-[0-9a-z]{6,10}-[0-9a-z]{5}|-[0-9]+)$/.exec(pod)?.[1] ?? pod;
}

/** Coroot names callers by container (`/k8s/namespace/pod/container`), callees by address and port. */
export function readByAddress(known: Addresses): ReadEnds {
  const [caller, callee] = COROOT_ENDS;
  return (labels) => ({ source: ofContainer(labels[caller], known), target: ofAddress(labels[callee], known) });
}

function ofContainer(container = '', { pods }: Addresses): Endpoint {
  const [, kind, namespace, pod = ''] = container.split('/');
  if (kind !== 'k8s' || !pod) {
    return endpoint(container.split('/').at(-1));
  }
  return pods.get(`${namespace}/${pod}`) ?? endpoint(withoutPodSuffix(pod), namespace);
}

function ofAddress(address = '', { ips }: Addresses): Endpoint {
  const ip = address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return ips.get(ip) ?? endpoint(address);
}
