// The few calls of Grafana's own HTTP API that set up a Grafana for Strata. Needs Node only.
import { setTimeout as sleep } from 'node:timers/promises';

/** Headers that say who calls: a token, else user and password, else nobody (anonymous access). */
export function credentials({ token, user, password }) {
  if (token) {
    return { Authorization: `Bearer ${token}` };
  }
  return user ? { Authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` } : {};
}

export class Grafana {
  #headers;

  /** @param {string} url without a slash at the end  @param {{token?: string, user?: string, password?: string}} who */
  constructor(url, who = {}) {
    this.url = url.replace(/\/+$/, '');
    this.#headers = { 'Content-Type': 'application/json', ...credentials(who) };
  }

  /** Calls a path and gives the decoded answer; throws an error that names the call and what Grafana said. */
  async call(method, path, body) {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: this.#headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    if (!response.ok) {
      throw Object.assign(new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`), { status: response.status });
    }
    return text ? JSON.parse(text) : undefined;
  }

  /** Waits until Grafana answers its health check; gives its version. */
  async untilReady(timeoutMs = 120_000) {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      try {
        return (await this.call('GET', '/api/health')).version;
      } catch (error) {
        if (Date.now() > deadline) {
          throw new Error(`${this.url} did not answer within ${timeoutMs / 1000} s: ${error.message}`, { cause: error });
        }
      }
      await sleep(1_000);
    }
  }

  /** Whether a token of the service account still works. */
  async accepts(token) {
    try {
      await new Grafana(this.url, { token }).call('GET', '/api/plugins/strata-sre-app/settings');
      return true;
    } catch (error) {
      return error.status !== undefined && error.status !== 401;
    }
  }

  /** Whether a plugin of this id is installed. */
  async has(plugin) {
    return this.call('GET', `/api/plugins/${plugin}/settings`).then(() => true, () => false);
  }

  /** A new token of the service account (role Viewer) of this name; makes the account where it is not there. */
  async accountToken(name) {
    const found = await this.call('GET', `/api/serviceaccounts/search?query=${name}`);
    const existing = found.serviceAccounts?.find((account) => account.name === name);
    const account = existing ?? (await this.call('POST', '/api/serviceaccounts', { name, role: 'Viewer', isDisabled: false }));
    const token = `made ${new Date().toISOString()}`;
    return (await this.call('POST', `/api/serviceaccounts/${account.id}/tokens`, { name: token })).key;
  }

  /** A new token of the service account that webhooks use. */
  ingestToken() {
    return this.accountToken('strata-ingest');
  }

  /** Makes Grafana read its alerting provisioning files again (server admin). */
  async reloadAlerting() {
    await this.call('POST', '/api/admin/provisioning/alerting/reload');
  }
}
