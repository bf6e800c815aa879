// Stands in for what the wall asks while it is on: records and measurements of any size that change all the time. Everything
// else (the page itself, the catalog, the names of metrics) comes from the running system.

const severities = ['P0', 'P1', 'P2', 'P3'];
const layers = ['application', 'network', 'cluster', 'ebpf'];
const records = '/api/plugins/strata-sre-app/resources';

/** The same numbers in every run. */
function random(seed) {
  const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d);
  return ((Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

export class StandIn {
  /** Requests by kind since the last reset. */
  requests = { records: 0, dataSource: 0 };
  #names;
  /** Nobody answers while this is set. */
  down = false;

  /** @param {{services: number, incidents: number}} size  `now` gives the page's time in epoch milliseconds */
  constructor({ services, incidents }, now) {
    this.services = services;
    this.incidents = incidents;
    this.now = now;
  }

  /** Answers a page's requests from now on. */
  async serve(page) {
    await page.route(`**${records}/**`, (route) => this.#answerRecords(route));
    await page.route('**/api/ds/query**', (route) => this.#answerData(route));
    await page.route('**/label/__name__/values**', (route) => this.#answerNames(route));
  }

  reset() {
    this.requests = { records: 0, dataSource: 0 };
  }

  async #answerRecords(route) {
    const { pathname } = new URL(route.request().url());
    const path = pathname.slice(pathname.indexOf(records) + records.length);
    const body = { '/overview': () => this.#overview(), '/incidents': () => this.#page(), '/changes': () => this.#changes() }[path];
    this.requests.records += 1;
    if (this.down) {
      return route.abort();
    }
    return body ? route.fulfill({ json: body() }) : route.fallback();
  }

  async #answerData(route) {
    this.requests.dataSource += 1;
    if (this.down) {
      return route.abort();
    }
    const { queries } = route.request().postDataJSON();
    const results = Object.fromEntries(queries.map(({ refId }, index) => [refId, { status: 200, frames: this.#frames(index) }]));
    return route.fulfill({ json: { results } });
  }

  /** The real names of metrics, of the time that it really is; the page's time may be far ahead. */
  async #answerNames(route) {
    if (this.#names === undefined) {
      const url = new URL(route.request().url());
      const now = Math.floor(Date.now() / 1_000);
      url.searchParams.set('start', String(now - 3_600));
      url.searchParams.set('end', String(now));
      this.#names = await (await route.fetch({ url: url.href })).json();
    }
    return route.fulfill({ json: this.#names });
  }

  /** One instant value per service. */
  #frames(query) {
    const step = Math.floor(this.now() / 30_000);
    return Array.from({ length: this.services }, (_, index) => ({
      schema: {
        meta: { type: 'numeric-multi' },
        fields: [
          { name: 'Time', type: 'time' },
          { name: 'Value', type: 'number', labels: { service_name: `service-${index}`, k8s_namespace_name: 'shop' } },
        ],
      },
      data: { values: [[this.now()], [random(step * 1_000 + index * 7 + query) * 2]] },
    }));
  }

  /** Incidents come and go; a P0 is open for five minutes of each hour. */
  #open() {
    const now = this.now();
    const minutes = Math.floor(now / 60_000);
    const count = this.incidents - Math.floor(random(minutes) * this.incidents * 0.5);
    return Array.from({ length: count }, (_, index) => {
      const isP0 = index === 0 && minutes % 60 < 5;
      const at = new Date(now - (index + 1) * 7 * 60_000).toISOString();
      return {
        number: minutes * 100 + index,
        title: `Something is wrong with service-${index} since minute ${minutes - index}`,
        severity: isP0 ? 'P0' : severities[1 + (index % 3)],
        status: 'triage',
        acknowledged: index % 3 === 1,
        acknowledgedBy: 'ada',
        layers: [layers[index % 4]],
        services: [`service-${index}`],
        groupKey: `service-${index}`,
        firingAlerts: 1,
        totalAlerts: 3,
        flapCount: 0,
        drill: false,
        version: minutes,
        detectedAt: at,
        createdAt: at,
        updatedAt: at,
      };
    }).sort((a, b) => a.severity.localeCompare(b.severity) || a.number - b.number);
  }

  #page() {
    return { incidents: this.#open().slice(0, 50) };
  }

  #overview() {
    const open = this.#open();
    const counts = Object.fromEntries(severities.map((severity) => [severity, open.filter((one) => one.severity === severity).length]));
    const services = open.map(({ severity, number, services: [service], layers: [layer] }) => ({
      service,
      namespace: 'shop',
      layers: [{ layer, worst: severity, firing: 1, incident: number }],
    }));
    return { at: new Date(this.now()).toISOString(), open: counts, unacknowledged: open.filter((one) => !one.acknowledged).length, services };
  }

  #changes() {
    const changes = this.#open().slice(0, 30).map(({ number, title, severity, status, drill, detectedAt }, index) => ({
      incident: number,
      title,
      severity,
      status,
      drill,
      entry: {
        seq: index + 1, at: detectedAt, recordedAt: detectedAt, kind: 'alert_fired', actor: { type: 'system', name: 'Strata' },
        body: `It fired **again** at ${detectedAt}`, data: {},
      },
    }));
    return { changes };
  }
}
