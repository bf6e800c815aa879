// Uses a Grafana that is already there (GRAFANA_URL) instead of devhost. What it lacks for the demo is made and taken away at the end.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Grafana } from './grafana.mjs';
import { say } from './log.mjs';
import { root } from './paths.mjs';

const appPath = '/api/plugins/strata-sre-app';

/** Who the demo is in that Grafana: GRAFANA_TOKEN, else GRAFANA_USER and GRAFANA_PASSWORD, else its anonymous user. */
function grafanaFromEnv(url) {
  const { GRAFANA_TOKEN: token, GRAFANA_USER: user, GRAFANA_PASSWORD: password } = process.env;
  return new Grafana(url, { token, user, password });
}

/** A file of provisioning/ with $NAME replaced from `values`. */
function provisioned(values, ...path) {
  const text = readFileSync(join(root, 'provisioning', ...path), 'utf8');
  return parse(text.replace(/\$(STRATA_\w+)/g, (_, name) => values[name] ?? ''));
}

/** The data sources of provisioning/ with this run's addresses; Elasticsearch's where there is one. */
function dataSources(urls) {
  const values = {
    STRATA_PROMETHEUS_URL: urls.prometheus,
    STRATA_ELASTICSEARCH_URL: urls.elasticsearch,
    // Not the real one: windows of rates must also suit the history, which has a sample every 30 s.
    STRATA_SCRAPE_INTERVAL: '15s',
  };
  const files = ['prometheus.yaml', 'incidents.yaml', ...(urls.elasticsearch ? ['elasticsearch.yaml'] : [])];
  return files.flatMap((file) => provisioned(values, 'datasources', file).datasources);
}

/** Makes the data source, if there is none of this uid; gives what takes it away again. */
async function ensureDataSource(grafana, { editable: _, ...wanted }) {
  const found = await grafana.call('GET', `/api/datasources/uid/${wanted.uid}`).catch(() => undefined);
  if (found) {
    if ((found.url ?? '') !== (wanted.url ?? '')) {
      say(`    The data source ${wanted.uid} is there and asks ${found.url}; what is of this run is at ${wanted.url}.`);
    }
    return [];
  }
  if (wanted.type === 'elasticsearch' && !(await grafana.has(wanted.type))) {
    say('    Without log lines: the plugin elasticsearch is not installed there.');
    return [];
  }
  await grafana.call('POST', '/api/datasources', wanted);
  return [() => grafana.call('DELETE', `/api/datasources/uid/${wanted.uid}`)];
}

/** A service account of its own for Alertmanager; who may not make one can lend GRAFANA_TOKEN. */
async function webhookToken(grafana) {
  try {
    return await grafana.ingestToken();
  } catch (error) {
    if (!process.env.GRAFANA_TOKEN) {
      throw new Error(`Alertmanager needs a service account there, which could not be made: ${error.message}. Set GRAFANA_TOKEN to the token of one.`, { cause: error });
    }
    say(`    No service account could be made (${error.message.slice(0, 100)}): Alertmanager uses GRAFANA_TOKEN`);
    return process.env.GRAFANA_TOKEN;
  }
}

/** The demo's short times, and a token with which reviews measure; gives what puts the settings back. */
async function demoSettings(grafana) {
  const { enabled, pinned, jsonData, secureJsonFields = {} } = await grafana.call('GET', `${appPath}/settings`);
  const [{ jsonData: wanted }] = provisioned({}, 'plugins', 'app.yaml').apps;
  const write = (json, secureJsonData) => grafana.call('POST', `${appPath}/settings`, { enabled, pinned, jsonData: json, secureJsonData });
  const own = secureJsonFields.serviceAccountToken ? {} : { serviceAccountToken: await grafana.accountToken('strata-reviews') };
  await write({ ...jsonData, resolveDelay: wanted.resolveDelay }, own);
  return [() => write(jsonData, own.serviceAccountToken ? { serviceAccountToken: '' } : {})];
}

/**
 * Checks that the plugin works there, and makes what the demo needs: data sources that are missing, short times, a source and service
 * account tokens. `cleanup` takes all but the service accounts away.
 * @returns {Promise<{ingest: {url: string, source: string, bearer: string, token: string}, cleanup: () => Promise<void>}>}
 */
export async function existingGrafana(url, urls) {
  const grafana = grafanaFromEnv(url);
  say(`    Grafana ${await grafana.untilReady(30_000)} at ${url}`);
  const health = await grafana.call('GET', `${appPath}/health`);
  say(`    Strata: ${health.status} ${health.message ?? ''}`);
  const cleanups = [];
  const cleanup = async () => {
    for (const one of cleanups.splice(0).reverse()) {
      await one().catch((error) => say(`    Something of the demo stays: ${error.message}`));
    }
  };
  const attempt = async (what, make) => {
    const undo = await make().catch((error) => say(`    ${what}: ${error.message.slice(0, 200)}`));
    cleanups.push(...(undo ?? []));
  };
  for (const source of dataSources(urls)) {
    await attempt(`The data source ${source.uid} is missing and could not be made`, () => ensureDataSource(grafana, source));
  }
  await attempt("Strata's settings stay as they are, so incidents take longer to resolve and reviews may not measure", () => demoSettings(grafana));
  const bearer = await webhookToken(grafana);
  const created = await grafana.call('POST', `${appPath}/resources/sources`, { name: `demo ${new Date().toISOString()}`, kind: 'alertmanager' });
  const { id } = created.source;
  cleanups.push(() => grafana.call('DELETE', `${appPath}/resources/sources/${id}`));
  return { ingest: { url: `${grafana.url}${appPath}/resources/ingest/${id}`, source: id, bearer, token: created.token }, cleanup };
}
