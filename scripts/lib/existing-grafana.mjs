// Uses a Grafana that is already there (GRAFANA_URL) instead of devhost.
import { Grafana } from './grafana.mjs';
import { say } from './log.mjs';

const appPath = '/api/plugins/strata-sre-app';

/** Who the demo is in that Grafana: GRAFANA_TOKEN, else GRAFANA_USER and GRAFANA_PASSWORD, else its anonymous user. */
export function grafanaFromEnv(url) {
  const { GRAFANA_TOKEN: token, GRAFANA_USER: user, GRAFANA_PASSWORD: password } = process.env;
  return new Grafana(url, { token, user, password });
}

function sayWhatIsMissing(urls, error) {
  say(`    A Prometheus data source is needed there. As a provisioning file:
      apiVersion: 1
      datasources:
        - { name: Strata Prometheus, uid: strata-prometheus, type: prometheus, access: proxy, url: '${urls.prometheus}' }
    (${error.message.slice(0, 160)})`);
}

/**
 * Checks that the plugin works there, makes a source and a service account token for Alertmanager, and says what has
 * to be provisioned by hand.
 * @returns {Promise<{ingest: {url: string, source: string, bearer: string, token: string}, cleanup: () => Promise<void>}>}
 */
export async function existingGrafana(url, urls) {
  const grafana = grafanaFromEnv(url);
  say(`    Grafana ${await grafana.untilReady(30_000)} at ${url}`);
  const health = await grafana.call('GET', `${appPath}/health`);
  say(`    Strata: ${health.status} ${health.message ?? ''}`);
  await grafana.call('GET', '/api/datasources/uid/strata-prometheus').catch((error) => sayWhatIsMissing(urls, error));
  const bearer = await grafana.ingestToken();
  const created = await grafana.call('POST', `${appPath}/resources/sources`, { name: `demo ${new Date().toISOString()}`, kind: 'alertmanager' });
  const { id } = created.source;
  return {
    ingest: { url: `${grafana.url}${appPath}/resources/ingest/${id}`, source: id, bearer, token: created.token },
    cleanup: () => grafana.call('DELETE', `${appPath}/resources/sources/${id}`).catch((error) => say(`    The demo's source stays: ${error.message}`)),
  };
}
