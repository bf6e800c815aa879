import { type PrometheusProvider, type Signal } from '../../api/types';
import { type EndLabels } from './flows';

/** The catalog's signal whose providers say who talks to whom. */
export const MAP_SIGNAL = 'net-s2s-map';

/** Where the map's signal has no entry of this exporter, that of the requests between services is one. */
export const FALLBACK_SIGNAL = 'net-s2s-throughput';

export type RateUnit = 'reqps' | 'Bps' | 'flows';

interface Failures {
  needs: string[];
  /** Selector of what failed. */
  failed: string;
  /** Selector of what it is a part of, where that is not what `rate` counts. */
  handled?: string;
}

/** How to read one exporter's flows. Queries of the rate are the catalog's; these add failures and latency. */
export interface FlowSource {
  /** Id of the exporter in the catalog. */
  id: string;
  title: string;
  unit: RateUnit;
  /** Names by which the exporter tells the ends apart; `addresses` needs a lookup. */
  ends: { source: EndLabels; target: EndLabels } | 'addresses';
  /** The first one whose metrics all exist is used. */
  failures: Failures[];
  /** Histogram of durations, in units of `latencyScale` seconds. */
  latency?: { needs: string[]; buckets: string; scale?: number };
}

function pair(source: EndLabels, target: EndLabels) {
  return { source, target };
}

const HUBBLE = 'cluster=~"$cluster", destination_namespace=~"$namespace"';
const ISTIO = 'cluster=~"$cluster", reporter="source", destination_workload_namespace=~"$namespace"';
const GRAPH = 'cluster=~"$cluster"';
const COROOT = 'cluster=~"$cluster", container_id=~"/k8s/($namespace)/.*"';

/**
 * In the order in which they are preferred: requests with both ends named first, then flows and bytes.
 * Labels and metrics: Hubble's metrics of Cilium, Istio's standard metrics, the service graph of OBI and Tempo,
 * coroot-node-agent, NetObserv's predefined metrics.
 */
export const FLOW_SOURCES: readonly FlowSource[] = [
  {
    id: 'hubble',
    title: 'Cilium Hubble',
    unit: 'flows',
    ends: pair(
      { namespace: 'source_namespace', name: 'source_workload' },
      { namespace: 'destination_namespace', name: 'destination_workload' }
    ),
    failures: [
      {
        needs: ['hubble_http_requests_total'],
        failed: `hubble_http_requests_total{${HUBBLE}, reporter="server", status=~"5.."}`,
        handled: `hubble_http_requests_total{${HUBBLE}, reporter="server"}`,
      },
      {
        needs: ['hubble_flows_processed_total'],
        failed: `hubble_flows_processed_total{${HUBBLE}, verdict="DROPPED"}`,
        handled: `hubble_flows_processed_total{${HUBBLE}}`,
      },
    ],
    latency: {
      needs: ['hubble_http_request_duration_seconds_bucket'],
      buckets: `hubble_http_request_duration_seconds_bucket{${HUBBLE}}`,
    },
  },
  {
    id: 'istio',
    title: 'Istio',
    unit: 'reqps',
    ends: pair(
      { namespace: 'source_workload_namespace', name: 'source_workload' },
      { namespace: 'destination_workload_namespace', name: 'destination_workload' }
    ),
    failures: [
      // 0 is what Istio writes for a request that got no answer.
      { needs: ['istio_requests_total'], failed: `istio_requests_total{${ISTIO}, response_code=~"5..|0"}` },
    ],
    latency: {
      needs: ['istio_request_duration_milliseconds_bucket'],
      buckets: `istio_request_duration_milliseconds_bucket{${ISTIO}}`,
      scale: 0.001,
    },
  },
  {
    id: 'obi',
    title: 'Service graph (OBI, Tempo)',
    unit: 'reqps',
    ends: pair({ name: 'client' }, { name: 'server' }),
    failures: [
      {
        needs: ['traces_service_graph_request_failed_total'],
        failed: `traces_service_graph_request_failed_total{${GRAPH}}`,
      },
    ],
    latency: {
      needs: ['traces_service_graph_request_client_seconds_bucket'],
      buckets: `traces_service_graph_request_client_seconds_bucket{${GRAPH}}`,
    },
  },
  {
    id: 'coroot',
    title: 'Coroot node agent',
    unit: 'reqps',
    ends: 'addresses',
    failures: [
      { needs: ['container_http_requests_total'], failed: `container_http_requests_total{${COROOT}, status=~"5.."}` },
    ],
    latency: {
      needs: ['container_http_requests_duration_seconds_total_bucket'],
      buckets: `container_http_requests_duration_seconds_total_bucket{${COROOT}}`,
    },
  },
  {
    id: 'netobserv',
    title: 'NetObserv',
    unit: 'Bps',
    ends: pair(
      { namespace: 'SrcK8S_Namespace', name: 'SrcK8S_OwnerName' },
      { namespace: 'DstK8S_Namespace', name: 'DstK8S_OwnerName' }
    ),
    failures: [],
  },
  {
    id: 'obi-network',
    title: 'OBI network flows',
    unit: 'Bps',
    ends: pair(
      { namespace: 'k8s_src_namespace', name: 'k8s_src_owner_name' },
      { namespace: 'k8s_dst_namespace', name: 'k8s_dst_owner_name' }
    ),
    failures: [],
  },
];

/** Labels that a coroot series has for its ends. */
export const COROOT_ENDS = ['container_id', 'actual_destination'] as const;

/** What the catalog asks for the rate of this exporter's flows. */
export function rateProvider(source: FlowSource, signals: Signal[]): PrometheusProvider | undefined {
  const ofSignal = (id: string) =>
    signals.find((signal) => signal.id === id)?.providers.prometheus?.find((provider) => provider.source === source.id);
  return ofSignal(MAP_SIGNAL) ?? ofSignal(FALLBACK_SIGNAL);
}

export interface MapQueries {
  rate: string;
  /** How many pairs there are, also those beyond the limit. */
  total: string;
  failed?: string;
  handled?: string;
  latency?: string;
}

/**
 * The queries of one source, none of them unbounded: only the `limit` busiest pairs come back.
 * `has` says which metrics the data source has.
 */
export function mapQueries(
  source: FlowSource,
  { expr }: PrometheusProvider,
  has: (metric: string) => boolean,
  limit: number
): MapQueries {
  const labels = endLabels(source).join(', ');
  const busiest = `topk(${limit}, ${expr})`;
  const ofBusiest = (query: string) => `(${query}) and on (${labels}) ${busiest}`;
  const rateOf = (selector: string) => ofBusiest(`sum by (${labels}) (rate(${selector}[$__rate_interval]))`);
  const failures = source.failures.find(({ needs }) => needs.every(has));
  const latency = source.latency?.needs.every(has) ? source.latency : undefined;
  return {
    rate: busiest,
    total: `count(${expr})`,
    failed: failures && rateOf(failures.failed),
    handled: failures?.handled && rateOf(failures.handled),
    latency: latency && ofBusiest(quantile(latency.buckets, labels, latency.scale)),
  };
}

function quantile(buckets: string, labels: string, scale = 1): string {
  const p99 = `histogram_quantile(0.99, sum by (le, ${labels}) (rate(${buckets}[$__rate_interval])))`;
  return scale === 1 ? p99 : `${p99} * ${scale}`;
}

function endLabels({ ends }: FlowSource): string[] {
  if (ends === 'addresses') {
    return [...COROOT_ENDS];
  }
  return [ends.source, ends.target].flatMap(({ namespace, name }) => (namespace ? [namespace, name] : [name]));
}
