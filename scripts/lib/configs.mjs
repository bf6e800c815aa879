// The configuration files of one run, taken over from provisioning/ with this run's addresses and short times.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { scrapeConfig } from './testbed.mjs';

/** How quickly things happen on this machine, where people and tests wait for them. */
const demoTiming = { scrape: '2s', evaluate: '2s', window: '30s', hold: '10s', groupWait: '1s', groupInterval: '5s' };

function template(...path) {
  return parse(readFileSync(join(root, 'provisioning', ...path), 'utf8'));
}

/** They compare with days that a demo does not have: with its short times they fire on a healthy shop, and long after a fault. */
const needDays = new Set(['slo-burn-rate', 'slo-error-budget', 'net-http-5xx-spike', 'net-traffic-anomaly']);

/** Alert rules of the catalog with the demo's times; links lead to `grafanaUrl`. */
async function writeRules(file, grafanaUrl) {
  const { window, hold } = demoTiming;
  const args = ['run', './pkg/catalog/cmd/alertpack', '--grafana-url', grafanaUrl, '--window', window, '--for', hold];
  const { stdout } = await run('go', args, { cwd: root });
  const pack = parse(stdout);
  const groups = pack.groups.map((group) => ({ ...group, rules: group.rules.filter(({ labels }) => !needDays.has(labels.signal)) }));
  writeFileSync(file, stringify({ ...pack, groups: groups.filter(({ rules }) => rules.length > 0) }));
}

/** Writes prometheus.yaml and its rules into `dir`; gives the configuration's path. */
export async function writePrometheus(dir, { testbed, target, alertmanager, grafanaUrl }) {
  mkdirSync(join(dir, 'rules'), { recursive: true });
  mkdirSync(join(dir, 'scrape'));
  await writeRules(join(dir, 'rules', 'strata.yaml'), grafanaUrl);
  const config = template('prometheus', 'prometheus.yaml');
  Object.assign(config.global, { scrape_interval: demoTiming.scrape, scrape_timeout: demoTiming.scrape, evaluation_interval: demoTiming.evaluate });
  config.alerting.alertmanagers[0].static_configs[0].targets = [alertmanager];
  const scrape = await scrapeConfig({ command: [testbed], target, interval: demoTiming.scrape });
  writeFileSync(join(dir, 'scrape', 'testbed.yaml'), scrape);
  const file = join(dir, 'prometheus.yaml');
  writeFileSync(file, stringify(config));
  return file;
}

/** Writes alertmanager.yaml into `dir`; `webhook` is { url, bearer, token }. Gives its path. */
export function writeAlertmanager(dir, webhook) {
  mkdirSync(dir, { recursive: true });
  const config = template('alertmanager', 'alertmanager.yaml');
  Object.assign(config.route, { group_wait: demoTiming.groupWait, group_interval: demoTiming.groupInterval });
  const [hook] = config.receivers[0].webhook_configs;
  hook.url = webhook.url;
  hook.http_config.authorization = { type: 'Bearer', credentials: webhook.bearer };
  hook.http_config.http_headers['X-Strata-Token'] = { secrets: [webhook.token] };
  const file = join(dir, 'alertmanager.yaml');
  writeFileSync(file, stringify(config), { mode: 0o600 });
  return file;
}

/** Copies the provisioning files that devhost reads; Elasticsearch's where there is one. */
export function writeProvisioning(dir, { elasticsearch }) {
  const sources = ['prometheus.yaml', 'incidents.yaml', 'pixie.yaml', ...(elasticsearch ? ['elasticsearch.yaml'] : [])];
  for (const [folder, name] of [...sources.map((source) => ['datasources', source]), ['plugins', 'app.yaml']]) {
    mkdirSync(join(dir, folder), { recursive: true });
    copyFileSync(join(root, 'provisioning', folder, name), join(dir, folder, name));
  }
  return dir;
}
