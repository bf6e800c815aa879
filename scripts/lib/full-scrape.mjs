// How Prometheus scrapes the real parts of --full: as a cluster of their own beside the simulated one.
import { hostname } from 'node:os';
import { stringify } from 'yaml';

/** The value of the label `cluster` on all series of the real parts; the testbed's is "shop". */
export const fullCluster = 'full';

// Histograms of the control plane that no signal asks for, but that are most of its series.
const unasked = 'apiserver_request_(duration|body_size|slo_duration)_.*|apiserver_(response_sizes|watch_events_sizes|watch_cache|flowcontrol|admission|authorization|cache)_.*|etcd_request_duration_.*|.*_webhook_.*';

/**
 * Exporters of this machine get its name as instance, with the port that they usually have, as their own port changes from run to run.
 * kube-state-metrics names namespace and pod by itself, so what it says is kept.
 */
function job({ job: name, port, host, own, scheme, tokenFile, caFile }, interval) {
  const labels = { cluster: fullCluster, ...(host ? { instance: `${hostname()}:${host}` } : {}) };
  return {
    job_name: name,
    scrape_interval: interval,
    scrape_timeout: interval,
    ...(own ? { honor_labels: true } : {}),
    ...(scheme ? { scheme, tls_config: caFile ? { ca_file: caFile } : { insecure_skip_verify: true } } : {}),
    ...(tokenFile ? { authorization: { credentials_file: tokenFile } } : {}),
    static_configs: [{ targets: [`127.0.0.1:${port}`], labels }],
    ...(scheme ? { metric_relabel_configs: [{ source_labels: ['__name__'], regex: unasked, action: 'drop' }] } : {}),
  };
}

/**
 * A scrape_config_files entry for the targets of the real parts.
 * @param {{job: string, port: number, host?: number, own?: boolean, scheme?: string, tokenFile?: string, caFile?: string}[]} targets
 *   `host` is the port that the exporter usually has; `own` keeps labels that the exporter gives
 * @param {string} interval as Prometheus writes it: "5s"
 */
export function fullScrapeConfig(targets, interval = '5s') {
  return stringify({ scrape_configs: targets.map((target) => job(target, interval)) });
}
