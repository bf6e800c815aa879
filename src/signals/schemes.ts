import { type ProviderId } from '../api/types';
import { type Scope, type ScopeName, scopeRegex } from './scope';

/** The variables that have a list of values to choose from. */
export type ListedName = Extract<ScopeName, 'cluster' | 'namespace' | 'service'>;

/** Which metric has which labels: the ways in which people name clusters, namespaces and services. */
interface Scheme {
  metric: string;
  labels: Partial<Record<ListedName, string>>;
}

const OTEL = { cluster: 'k8s_cluster_name', namespace: 'k8s_namespace_name', service: 'service_name' };
const KUBE: Record<'cluster' | 'namespace', string> = { cluster: 'cluster', namespace: 'namespace' };

/** The best known first: OpenTelemetry, Kubernetes' objects, and at last what every Prometheus has. */
const SCHEMES: readonly Scheme[] = [
  { metric: 'http_server_request_duration_seconds_count', labels: OTEL },
  { metric: 'target_info', labels: OTEL },
  { metric: 'traces_spanmetrics_calls_total', labels: { ...KUBE, service: 'service' } },
  { metric: 'kube_service_info', labels: { ...KUBE, service: 'service' } },
  { metric: 'kube_deployment_created', labels: { ...KUBE, service: 'deployment' } },
  { metric: 'kube_pod_info', labels: KUBE },
  { metric: 'container_cpu_usage_seconds_total', labels: KUBE },
  { metric: 'kube_node_info', labels: { cluster: 'cluster' } },
  { metric: 'up', labels: { ...KUBE, service: 'job' } },
];

/** Clusters and namespaces are Kubernetes' own words, so its objects know them best. */
const KUBE_FIRST: readonly Scheme[] = [...SCHEMES].sort(
  (a, b) => Number(b.labels === KUBE) - Number(a.labels === KUBE)
);

/** One call that answers the values of a variable: the label, and the series that it is looked up in. */
export interface LabelCall {
  label: string;
  /** A selector of PromQL. */
  match: string;
}

/** The values of a variable in a data source with these metrics, within what is picked already; undefined: it has none. */
export function labelCall(name: ListedName, names: ReadonlySet<string>, scope: Scope): LabelCall | undefined {
  const schemes = name === 'service' ? SCHEMES : KUBE_FIRST;
  const scheme = schemes.find(({ metric, labels }) => labels[name] !== undefined && names.has(metric));
  const label = scheme?.labels[name];
  if (!scheme || label === undefined) {
    return undefined;
  }
  const matchers = outer(name).flatMap((other) => matcher(scheme.labels[other], scope, other));
  return { label, match: matchers.length > 0 ? `${scheme.metric}{${matchers.join(',')}}` : scheme.metric };
}

/** A namespace is looked up in its clusters, a service in its namespaces. */
export function outer(name: ListedName): ListedName[] {
  const order: ListedName[] = ['cluster', 'namespace', 'service'];
  return order.slice(0, order.indexOf(name));
}

function matcher(label: string | undefined, scope: Scope, name: ListedName): string[] {
  const regex = scopeRegex(scope[name]);
  return label === undefined || regex === '.*' ? [] : [`${label}=~${JSON.stringify(regex)}`];
}

/** Fields of documents and labels of log streams, for installations without a Prometheus. */
export const LOG_NAMES: Record<Extract<ProviderId, 'elasticsearch' | 'loki'>, Record<ListedName, string>> = {
  elasticsearch: {
    cluster: 'orchestrator.cluster.name',
    namespace: 'kubernetes.namespace',
    service: 'service.name',
  },
  loki: { cluster: 'cluster', namespace: 'namespace', service: 'service_name' },
};
