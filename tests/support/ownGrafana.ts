// A Grafana of a spec's own, from the folder of an unpacked Grafana that GRAFANA_HOME names.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { credentials } from './people';
import { readStack } from './stack';

export interface Program {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** What the files of provisioning/ take from the environment as the token of the source "alertmanager". */
export const sourceToken = 'a-token-of-the-specs-own-grafana';

const dist = resolve(__dirname, '..', '..', 'dist');
const home = process.env.GRAFANA_HOME;

/** Why a spec cannot start a host of its own; undefined: it can. */
export function whyNoOwnHost(): string | undefined {
  return readStack().kind === 'devhost' || home
    ? undefined
    : 'GRAFANA_HOME does not name the folder of a Grafana to start';
}

/** Everything of it is below `dir`; it looks for nothing outside this machine. */
export function grafanaProgram(dir: string, address: string): Program {
  const { hostname, port } = new URL(address);
  const { user, password } = credentials('admin');
  const plugins = join(dir, 'data', 'plugins');
  mkdirSync(plugins, { recursive: true });
  if (!existsSync(join(plugins, 'strata-sre-app'))) {
    symlinkSync(dist, join(plugins, 'strata-sre-app'));
  }
  const env = {
    GF_DEFAULT_APP_MODE: 'development', // takes the plugin without a signature
    GF_PATHS_DATA: join(dir, 'data'),
    GF_PATHS_LOGS: join(dir, 'log'),
    GF_PATHS_PLUGINS: plugins,
    GF_PATHS_PROVISIONING: join(dir, 'provisioning'),
    GF_DATABASE_WAL: 'true',
    GF_SERVER_HTTP_ADDR: hostname,
    GF_SERVER_HTTP_PORT: port,
    GF_SERVER_ROOT_URL: `${address}/`,
    GF_SERVER_SERVE_FROM_SUB_PATH: 'true',
    GF_SECURITY_ADMIN_USER: user,
    GF_SECURITY_ADMIN_PASSWORD: password,
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
    STRATA_PROMETHEUS_URL: readStack().urls.prometheus,
    STRATA_SCRAPE_INTERVAL: '15s',
    STRATA_ALERTMANAGER_SOURCE_TOKEN: sourceToken,
    STRATA_GRAFANA_SOURCE_TOKEN: `${sourceToken}-2`,
    STRATA_SERVICE_ACCOUNT_TOKEN: '',
    STRATA_STORE: '',
    STRATA_DSN: '',
  };
  return { command: join(home ?? '', 'bin', 'grafana'), args: ['server', '--homepath', home ?? ''], env };
}

async function call(address: string, path: string, body: object): Promise<unknown> {
  const { user, password } = credentials('admin');
  const response = await fetch(address + path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

/** What an administrator does with a click before anything is provisioned. */
export async function enableApp(address: string): Promise<void> {
  await call(address, '/api/plugins/strata-sre-app/settings', { enabled: true, pinned: true });
}

/** The token of a service account, as senders of alerts need one. */
export async function ingestToken(address: string): Promise<string> {
  const { id } = (await call(address, '/api/serviceaccounts', { name: `spec-${Date.now()}`, role: 'Viewer' })) as {
    id: number;
  };
  const { key } = (await call(address, `/api/serviceaccounts/${id}/tokens`, { name: 'spec' })) as { key: string };
  return key;
}
