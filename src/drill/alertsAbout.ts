import { type AlertOccurrence } from '../api/types';
import { namesOfNode, type Thing } from '../signals/things';
import { type Topology } from './topology';

/** Labels by which exporters and OpenTelemetry name a pod, a node and a namespace. */
const POD_LABELS = ['pod', 'k8s_pod_name', 'pod_name', 'exported_pod'] as const;
const NODE_LABELS = ['node', 'k8s_node_name', 'instance', 'nodename'] as const;
const NAMESPACE_LABELS = ['namespace', 'k8s_namespace_name', 'exported_namespace'] as const;

/** Whether a firing alert is about this thing: by the service that was found for it, or by its labels. */
export function isAbout({ service, labels }: AlertOccurrence, thing: Thing, topology: Topology | undefined): boolean {
  switch (thing.kind) {
    case 'service':
      return service === thing.name && sameNamespace(labels, thing.namespace);
    case 'node': {
      const names = namesOfNode(thing.name, topology);
      return valuesOf(labels, NODE_LABELS).some((value) => names.includes(withoutPort(value)));
    }
    case 'pod':
      return valuesOf(labels, POD_LABELS).includes(thing.name) && sameNamespace(labels, thing.namespace);
  }
}

/** An alert that names no namespace may be about any. */
function sameNamespace(labels: AlertOccurrence['labels'], namespace: string | undefined): boolean {
  const named = valuesOf(labels, NAMESPACE_LABELS);
  return namespace === undefined || named.length === 0 || named.includes(namespace);
}

function valuesOf(labels: AlertOccurrence['labels'], names: readonly string[]): string[] {
  return names.flatMap((name) => labels[name] ?? []);
}

/** `10.0.0.1:9100` and `[fd00::1]:9100` without the port. */
export function withoutPort(instance: string): string {
  return instance.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^([^:]*):\d+$/, '$1');
}
