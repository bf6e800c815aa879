// What one page asks and loads, as the browser's own network log has it.

const empty = { panelQueries: 0, panelRequests: 0, otherQueries: 0, twice: 0, js: 0, api: 0, data: 0 };

/** Which sum the bytes of an answer belong to; undefined: styles, fonts and pictures, which are Grafana's: the plugin has none. */
function kindOf({ url, mimeType }) {
  const { pathname } = new URL(url);
  if (pathname.endsWith('/api/ds/query')) {
    return 'data';
  }
  if (pathname.includes('/api/')) {
    return 'api';
  }
  return /javascript/.test(mimeType) ? 'js' : undefined;
}

/** Grafana's own scripts are in its cache long before somebody opens this app, so only the plugin's are counted. */
const isCounted = (kind, url) => kind !== undefined && (kind !== 'js' || url.includes('/public/plugins/strata-sre-app/'));

export class Traffic {
  #open = new Set();
  #kinds = new Map();
  #seen = new Set();
  /** Addresses of the plugin's scripts. */
  scripts = new Set();
  #changed = Date.now();
  sums = { ...empty };

  /** Listens to a page from now on; `cdp` is its session of the DevTools protocol. */
  static async of(cdp) {
    const traffic = new Traffic();
    cdp.on('Network.requestWillBeSent', (event) => traffic.#sent(event));
    cdp.on('Network.responseReceived', ({ requestId, response }) => traffic.#kinds.set(requestId, { kind: kindOf(response), url: response.url }));
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => traffic.#ended(requestId, encodedDataLength));
    cdp.on('Network.loadingFailed', ({ requestId }) => traffic.#ended(requestId, 0));
    await cdp.send('Network.enable', { maxPostDataSize: 1_000_000 });
    return traffic;
  }

  #sent({ requestId, request }) {
    if (request.url.startsWith('data:')) {
      return;
    }
    this.#open.add(requestId);
    this.#changed = Date.now();
    const url = new URL(request.url);
    if (url.pathname.endsWith('/api/ds/query')) {
      this.#asked(url, JSON.parse(request.postData ?? '{"queries":[]}').queries);
    }
  }

  /** Scenes number the requests of panels; everything else is asked by the page itself, such as the health strip. */
  #asked(url, queries) {
    const isPanel = url.searchParams.get('requestId')?.startsWith('SQR') ?? false;
    this.sums.panelRequests += isPanel ? 1 : 0;
    this.sums[isPanel ? 'panelQueries' : 'otherQueries'] += queries.length;
    for (const { refId, ...query } of queries) {
      const key = JSON.stringify({ ...query, legendFormat: '' });
      this.sums.twice += this.#seen.has(key) ? 1 : 0;
      this.#seen.add(key);
    }
  }

  #ended(requestId, bytes) {
    const { kind, url } = this.#kinds.get(requestId) ?? {};
    if (isCounted(kind, url)) {
      this.sums[kind] += bytes;
      if (kind === 'js') {
        this.scripts.add(url);
      }
    }
    this.#open.delete(requestId);
    this.#changed = Date.now();
  }

  /** The sums so far, as a copy. */
  get now() {
    return { ...this.sums };
  }

  /** Whether nothing was sent and nothing is awaited since `quietMs`; a live channel is no request. */
  isQuiet(quietMs) {
    return this.#open.size === 0 && Date.now() - this.#changed > quietMs;
  }
}
