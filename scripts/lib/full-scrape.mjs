// How Prometheus scrapes the real parts of --full: as a cluster of their own beside the simulated one.
import { hostname } from 'node:os';
import { stringify } from 'yaml';

/** The value of the label `cluster` on all series of the real parts; the testbed's is "shop". */
export const fullCluster = 'full';

// Series of the control plane that no signal asks for, but that are most of what it says.
const unasked = 'apiserver_(request_body_size|response_sizes|watch|admission)_.*|kubernetes_feature_enabled|informer_.*|scheduler_plugin_execution_.*';

// The control plane says so much that asking more often would load the machine.
const longInterval = '10s';

/** Exporters of this machine get its name as instance, with the port that they usually have, as their own port changes from run to run. */
function job({ job: name, port, host, path, scheme, tokenFile, caFile }, interval) {
  const labels = { cluster: fullCluster, ...(host ? { instance: `${hostname()}:${host}` } : {}) };
  const every = scheme ? longInterval : interval;
  return {
    job_name: name,
    scrape_interval: every,
    scrape_timeout: every,
    ...(path ? { metrics_path: path } : {}),
    ...(scheme ? { scheme, tls_config: caFile ? { ca_file: caFile } : { insecure_skip_verify: true } } : {}),
    ...(tokenFile ? { authorization: { credentials_file: tokenFile } } : {}),
    static_configs: [{ targets: [`127.0.0.1:${port}`], labels }],
    ...(scheme ? { metric_relabel_configs: [{ source_labels: ['__name__'], regex: unasked, action: 'drop' }] } : {}),
  };
}

/**
 * A scrape_config_files entry for the targets of the real parts.
 * @param {{job: string, port: number, host?: number, path?: string, scheme?: string, tokenFile?: string, caFile?: string}[]} targets
 *   `host` is the port that the exporter usually has
 * @param {string} interval as Prometheus writes it: "5s"
 */
export function fullScrapeConfig(targets, interval = '5s') {
  return stringify({ scrape_configs: targets.map((target) => job(target, interval)) });
}
