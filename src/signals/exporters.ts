import { t } from '@grafana/i18n';

interface Exporter {
  /** The name of the product. */
  title: string;
  /** What to install or switch on so that its metrics are there. */
  how: () => string;
}

/** By the name that the catalog gives to the exporter; a variant of it has a suffix, such as `otel-jvm`. */
const EXPORTERS: Partial<Record<string, Exporter>> = {
  apiserver: {
    title: 'Kubernetes API server',
    how: () => t('exporter.apiserver', 'Scrape /metrics of the Kubernetes API server (port 6443).'),
  },
  beyla: {
    title: 'Grafana Beyla',
    how: () => t('exporter.beyla', 'Run Beyla on every node with BEYLA_PROMETHEUS_PORT set.'),
  },
  blackbox_exporter: {
    title: 'blackbox_exporter',
    how: () =>
      t('exporter.blackbox', 'Run blackbox_exporter and scrape /probe (port 9115) for each address to be checked.'),
  },
  cadvisor: {
    title: 'cAdvisor',
    how: () => t('exporter.cadvisor', 'Scrape /metrics/cadvisor of every kubelet (port 10250).'),
  },
  cilium: {
    title: 'Cilium',
    how: () =>
      t('exporter.cilium', "Set prometheus.enabled=true in Cilium's Helm values and scrape the agents (port 9962)."),
  },
  'client-library': {
    title: 'Prometheus client library',
    how: () =>
      t('exporter.client-library', 'Build a Prometheus client library into the service and scrape its /metrics.'),
  },
  'cluster-autoscaler': {
    title: 'Cluster Autoscaler',
    how: () => t('exporter.cluster-autoscaler', 'Scrape /metrics of the Cluster Autoscaler (port 8085).'),
  },
  'controller-manager': {
    title: 'kube-controller-manager',
    how: () =>
      t(
        'exporter.controller-manager',
        'Scrape /metrics of kube-controller-manager (port 10257); --bind-address=0.0.0.0 lets other hosts reach it.'
      ),
  },
  coredns: {
    title: 'CoreDNS',
    how: () => t('exporter.coredns', 'Add the plugin "prometheus :9153" to the Corefile and scrape port 9153.'),
  },
  coroot: {
    title: 'coroot-node-agent',
    how: () => t('exporter.coroot', 'Run coroot-node-agent as root on every node and scrape its /metrics.'),
  },
  ebpf_exporter: {
    title: 'ebpf_exporter',
    how: () =>
      t(
        'exporter.ebpf',
        'Run ebpf_exporter as root on every node with --config.dir and --config.names=<the configurations named here>, and scrape port 9435.'
      ),
  },
  etcd: {
    title: 'etcd',
    how: () => t('exporter.etcd', 'Start etcd with --listen-metrics-urls=http://0.0.0.0:2381 and scrape port 2381.'),
  },
  falco: {
    title: 'Falco',
    how: () =>
      t('exporter.falco', 'Set metrics.enabled and webserver.prometheus_metrics_enabled in falco.yaml (port 8765).'),
  },
  falcosidekick: {
    title: 'Falcosidekick',
    how: () => t('exporter.falcosidekick', 'Run Falcosidekick behind Falco and scrape /metrics (port 2801).'),
  },
  grafana: {
    title: 'Grafana',
    how: () => t('exporter.grafana', "Scrape Grafana's own /metrics; [metrics] enabled is the default."),
  },
  'grpc-prometheus': {
    title: 'gRPC Prometheus interceptors',
    how: () =>
      t(
        'exporter.grpc',
        "Add the Prometheus interceptors to the gRPC servers and clients, and scrape the services' /metrics."
      ),
  },
  hubble: {
    title: 'Hubble',
    how: () =>
      t(
        'exporter.hubble',
        "Set hubble.enabled=true and hubble.metrics.enabled={dns,drop,tcp,flow,httpV2} in Cilium's Helm values and scrape port 9965."
      ),
  },
  'ingress-nginx': {
    title: 'ingress-nginx',
    how: () =>
      t('exporter.ingress-nginx', 'Set controller.metrics.enabled=true in the Helm values and scrape port 10254.'),
  },
  'inspektor-gadget': {
    title: 'Inspektor Gadget',
    how: () => t('exporter.inspektor-gadget', 'Run the gadget that is named here, with its metrics exported.'),
  },
  istio: {
    title: 'Istio',
    how: () => t('exporter.istio', 'Scrape the sidecars (port 15020, /stats/prometheus) and istiod (port 15014).'),
  },
  keycloak: {
    title: 'Keycloak',
    how: () =>
      t(
        'exporter.keycloak',
        'Start Keycloak with --metrics-enabled=true and --event-metrics-user-enabled=true, and scrape /metrics of its management port.'
      ),
  },
  'kube-proxy': {
    title: 'kube-proxy',
    how: () => t('exporter.kube-proxy', 'Start kube-proxy with --metrics-bind-address=0.0.0.0:10249 and scrape it.'),
  },
  'kube-scheduler-resources': {
    title: 'kube-scheduler',
    how: () => t('exporter.scheduler-resources', 'Scrape /metrics/resources of kube-scheduler (port 10259).'),
  },
  'kube-state-metrics': {
    title: 'kube-state-metrics',
    how: () => t('exporter.ksm', 'Run kube-state-metrics in the cluster and scrape it (port 8080).'),
  },
  kubelet: {
    title: 'kubelet',
    how: () => t('exporter.kubelet', 'Scrape /metrics of every kubelet (port 10250).'),
  },
  'kubelet-resource': {
    title: 'kubelet',
    how: () => t('exporter.kubelet-resource', 'Scrape /metrics/resource of every kubelet (port 10250).'),
  },
  kubeshark: {
    title: 'Kubeshark',
    how: () => t('exporter.kubeshark', 'Run Kubeshark and scrape its workers (port 49100).'),
  },
  kubeskoop: {
    title: 'KubeSkoop',
    how: () =>
      t(
        'exporter.kubeskoop',
        'Run the KubeSkoop exporter on every node with the probe switched on in its configuration.'
      ),
  },
  micrometer: {
    title: 'Micrometer',
    how: () =>
      t(
        'exporter.micrometer',
        'Add micrometer-registry-prometheus, set management.endpoints.web.exposure.include=prometheus, and scrape /actuator/prometheus.'
      ),
  },
  mysqld_exporter: {
    title: 'mysqld_exporter',
    how: () => t('exporter.mysqld', 'Run mysqld_exporter beside the database and scrape port 9104.'),
  },
  netobserv: {
    title: 'NetObserv',
    how: () =>
      t(
        'exporter.netobserv',
        'Run the NetObserv operator and list the metric in spec.processor.metrics.includeList of its FlowCollector.'
      ),
  },
  nginx_exporter: {
    title: 'NGINX exporter',
    how: () => t('exporter.nginx', 'Switch stub_status on, run nginx-prometheus-exporter, and scrape port 9113.'),
  },
  node_exporter: {
    title: 'node_exporter',
    how: () =>
      t(
        'exporter.node',
        'Run node_exporter on every node and scrape port 9100; its default collectors are enough unless one is named here.'
      ),
  },
  obi: {
    title: 'OpenTelemetry eBPF instrumentation',
    how: () =>
      t(
        'exporter.obi',
        'Run OpenTelemetry eBPF instrumentation (OBI) on every node with OTEL_EBPF_PROMETHEUS_PORT set.'
      ),
  },
  otel: {
    title: 'OpenTelemetry',
    how: () =>
      t(
        'exporter.otel',
        'Run the services with an OpenTelemetry SDK or agent and send OTLP to Prometheus (--web.enable-otlp-receiver) or to a collector that Prometheus scrapes.'
      ),
  },
  pcp: {
    title: 'Performance Co-Pilot',
    how: () => t('exporter.pcp', 'Run PCP with pmdasockets and scrape /metrics of pmproxy (port 44322).'),
  },
  postgres_exporter: {
    title: 'postgres_exporter',
    how: () => t('exporter.postgres', 'Run postgres_exporter beside the database and scrape port 9187.'),
  },
  prometheus: {
    title: 'Prometheus',
    how: () => t('exporter.prometheus', 'Prometheus writes it for every target that it scrapes.'),
  },
  pyrra: {
    title: 'Pyrra',
    how: () => t('exporter.pyrra', 'Define the objectives in Pyrra and load the rules that it makes.'),
  },
  redis_exporter: {
    title: 'redis_exporter',
    how: () => t('exporter.redis', 'Run redis_exporter beside the database and scrape port 9121.'),
  },
  retina: {
    title: 'Retina',
    how: () => t('exporter.retina', 'Run Retina with the plugin in enabledPlugin_linux and scrape port 10093.'),
  },
  rezolus: {
    title: 'Rezolus',
    how: () => t('exporter.rezolus', 'Run the Rezolus agent and its exporter on every node and scrape port 4242.'),
  },
  scheduler: {
    title: 'kube-scheduler',
    how: () =>
      t(
        'exporter.scheduler',
        'Scrape /metrics of kube-scheduler (port 10259); --bind-address=0.0.0.0 lets other hosts reach it.'
      ),
  },
  sloth: {
    title: 'Sloth',
    how: () => t('exporter.sloth', 'Define the objectives for Sloth, run "sloth generate", and load the rules.'),
  },
  tetragon: {
    title: 'Tetragon',
    how: () => t('exporter.tetragon', 'Run Tetragon on every node and scrape its agents (port 2112).'),
  },
};

/** The exporter that a name in the catalog stands for; undefined for one that somebody's own signal names. */
export function exporterOf(source: string): Exporter | undefined {
  for (let name = source; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('-')))) {
    const found = EXPORTERS[name];
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Its name as people know it. */
export function exporterTitle(source: string): string {
  return exporterOf(source)?.title ?? source;
}
