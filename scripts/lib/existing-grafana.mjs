// Uses a Grafana that is already there (GRAFANA_URL) instead of devhost.
import { Grafana } from './grafana.mjs';
import { say } from './log.mjs';

const appPath = '/api/plugins/strata-sre-app';

/** Who the demo is in that Grafana: GRAFANA_TOKEN, else GRAFANA_USER and GRAFANA_PASSWORD, else its anonymous user. */
function grafanaFromEnv(url) {
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
  const bearer = await webhookToken(grafana);
  const created = await grafana.call('POST', `${appPath}/resources/sources`, { name: `demo ${new Date().toISOString()}`, kind: 'alertmanager' });
  const { id } = created.source;
  return {
    ingest: { url: `${grafana.url}${appPath}/resources/ingest/${id}`, source: id, bearer, token: created.token },
    cleanup: () => grafana.call('DELETE', `${appPath}/resources/sources/${id}`).catch((error) => say(`    The demo's source stays: ${error.message}`)),
  };
}
