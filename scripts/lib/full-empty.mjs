// Why a query of the catalog may be empty on the real parts. What is empty and not explained here is a failure of the test.
import { platform } from './paths.mjs';

const noSpeed = 'only where the network card tells its speed: node_network_speed_bytes is negative on virtual ones';
const noStats = 'needs sysctl kernel.bpf_stats_enabled=1, which this test does not switch on';
const first = 'its first series comes with the first such request (the name is that of the source code of Kubernetes 1.36)';

/** "signal/source" → why nothing comes of it here. */
const bySource = {
  'apiserver-availability/apiserver-terminations': first,
  'apiserver-cert-expiry/apiserver': 'nobody here shows the API server a client certificate',
  'apiserver-inflight/apiserver-rejected': first,
  'deployment-rollout-stuck/kube-state-metrics-generation': 'the controller is never behind here',
  'ebpf-prog-avg-runtime/ebpf_exporter': noStats,
  'ebpf-prog-cpu/ebpf_exporter': noStats,
  'events-failed-jobs/kube-state-metrics-cronjob-age': 'the first run of the cron job is up to five minutes away',
  'etcd-latency/etcd-peer-rtt': 'a single member of etcd has no peers',
  'events-evictions/kube-state-metrics-disruption': 'newer than the kube-state-metrics 2.15 that is used here',
  'hpa-scale-events/controller-manager-controller': "the autoscaler's controller is off here, as it would need a metrics API",
  'kubelet-health/prometheus': 'kwok stands in for the kubelets, and has none of their metrics',
  'net-bottleneck-link/node_exporter': noSpeed,
  'net-capacity-forecast/node_exporter': noSpeed,
  'net-ddos-syn/node_exporter': 'node_exporter leaves out states that no connection is in, and none is half-open',
};

/** Metrics that need something of the kernel. */
const byMetric = [
  [/^node_nf_conntrack/, 'this kernel tracks no connections'],
  [/^node_pressure/, 'this kernel does not measure pressure (PSI)'],
];

const without = (full, family) => full.missing.find(({ name }) => name.includes(family) || (name.startsWith('Kubernetes') && !/^(node|ebpf)_exporter$/.test(family)));

/** Why ebpf_exporter does not have a metric of its or our configurations; undefined for a name that none of them has. */
function notLoaded(name, ebpf) {
  const config = ebpf?.metrics[name.replace('ebpf_exporter_', '').replace(/_(bucket|sum|count)$/, '')];
  if (!config) {
    return undefined;
  }
  if (ebpf.refused.some((one) => one.name === config)) {
    return `this kernel does not take the configuration ${config}`;
  }
  return ebpf.names.includes(config) || ebpf.others.includes(config) ? `${config} has counted nothing yet` : `the configuration ${config} is not loaded here`;
}

function reason({ signal, source, family, state, absent }, { full, ebpf }) {
  if (absent.length > 0) {
    const missing = without(full, family);
    const why = missing ? `without ${missing.name}` : absent.map((name) => notLoaded(name, ebpf)).find(Boolean);
    const kernel = byMetric.find(([pattern]) => absent.some((name) => pattern.test(name)))?.[1];
    const elsewhere = family === 'node_exporter' && platform.os !== 'linux' ? 'node_exporter measures less outside Linux' : undefined;
    return why ?? kernel ?? elsewhere ?? bySource[`${signal}/${source}`];
  }
  return state === 'error' ? undefined : bySource[`${signal}/${source}`];
}

/**
 * Gives the result with `why` where its emptiness is explained.
 * @param {{signal: string, source: string, family: string, state: string, absent: string[]}} result of ask()
 * @param {{full: {missing: object[]}, ebpf?: object}} parts what runs, and what ebpfExporter() gave
 */
export function explained(result, parts) {
  const why = reason(result, parts);
  return why === undefined ? result : { ...result, why };
}
