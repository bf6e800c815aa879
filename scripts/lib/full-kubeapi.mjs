// A small client of a Kubernetes API server on this machine: creates objects, sets statuses, asks what is there.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

const timeoutMs = 10_000;

/** One HTTPS request; gives { status, text } and throws when nobody answers. */
function ask(agent, url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers, timeout: timeoutMs }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => resolve({ status: response.statusCode, text }));
    });
    sent.on('timeout', () => sent.destroy(new Error(`${url} did not answer within ${timeoutMs / 1000} s`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** "endpointslices" for "EndpointSlice": names of resources are their kinds in small letters and in plural. */
export function resourceOf(kind) {
  const name = kind.toLowerCase();
  if (name.endsWith('s')) {
    return `${name}es`;
  }
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`;
}

/** The path of an object's collection: "/apis/apps/v1/namespaces/shop/deployments". */
export function collectionOf({ apiVersion, kind, metadata }) {
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const namespace = metadata.namespace ? `/namespaces/${metadata.namespace}` : '';
  return `${group}${namespace}/${resourceOf(kind)}`;
}

// Nodes register with a status; of other objects the API takes a status by itself only.
const statusApart = new Set(['HorizontalPodAutoscaler']);

export class KubeApi {
  #agent;

  /** @param {{url: string, token: string, caFile: string}} options */
  constructor({ url, token, caFile }) {
    this.url = url;
    this.token = token;
    this.caFile = caFile;
  }

  async #ask(path, options = {}) {
    // The certificate is written by the API server when it starts.
    this.#agent ??= new Agent({ keepAlive: true, ca: readFileSync(this.caFile) });
    const headers = { authorization: `Bearer ${this.token}`, ...options.headers };
    return ask(this.#agent, this.url + path, { ...options, headers });
  }

  async #change(method, path, object) {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const { status, text } = await this.#ask(path, { method, headers: { 'content-type': type }, body: JSON.stringify(object) });
    if (status >= 300 && status !== 409) {
      throw new Error(`The Kubernetes API answered ${status} to ${method} ${path}: ${JSON.parse(text).message ?? text}`);
    }
    return status;
  }

  /** Whether the API server says that it is ready. */
  async ready() {
    try {
      return (await this.#ask('/readyz')).status === 200;
    } catch {
      this.close();
      return false; // not listening yet, or its certificate is not written
    }
  }

  /** Gives the parsed answer to a GET. */
  async get(path) {
    const { status, text } = await this.#ask(path);
    if (status !== 200) {
      throw new Error(`The Kubernetes API answered ${status} to GET ${path}: ${text.slice(0, 200)}`);
    }
    return JSON.parse(text);
  }

  /** Creates an object, or leaves the one that is there; sets its status where it has one of its own. */
  async apply(object) {
    const collection = collectionOf(object);
    await this.#change('POST', collection, object);
    if (object.status && statusApart.has(object.kind)) {
      await this.patchStatus(`${collection}/${object.metadata.name}`, object.status);
    }
  }

  /** Merges a status into that of the object at `path`. */
  patchStatus(path, status) {
    return this.patch(`${path}/status`, { status });
  }

  /** Merges a change into the object at `path`. */
  patch(path, change) {
    return this.#change('PATCH', path, change);
  }

  /** The status code that a GET has with another token than the administrator's. */
  async statusAs(token, path) {
    return (await this.#ask(path, { headers: { authorization: `Bearer ${token}` } })).status;
  }

  close() {
    this.#agent?.destroy();
    this.#agent = undefined;
  }
}

/** Whether a Kubernetes component on this machine, with a certificate that it made itself, says that it is healthy. */
export async function healthy(url) {
  const agent = new Agent({ rejectUnauthorized: false }); // loopback only, and nothing is sent
  try {
    return (await ask(agent, `${url}/healthz`)).status === 200;
  } catch {
    return false;
  } finally {
    agent.destroy();
  }
}
