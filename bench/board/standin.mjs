// Stands in for the records of the board: any number of open incidents, of which so many change in a second. Everything else comes
// from the running system.

const severities = ['P0', 'P1', 'P2', 'P3'];
const layers = ['application', 'network', 'cluster', 'ebpf'];
const channel = 'plugin/strata-sre-app/incidents';
const start = Date.parse('2026-03-02T08:00:00Z');

function incident(number, version) {
  const at = new Date(start + number * 1_000).toISOString();
  return {
    number,
    title: `Something is wrong with service-${number % 97}, and it takes more than one line to say what it is`,
    severity: severities[number % 4],
    status: 'triage',
    acknowledged: (number + version) % 3 === 0,
    acknowledgedBy: 'ada',
    layers: [layers[number % 4], layers[(number + 1) % 4]],
    services: [`service-${number % 97}`, `service-${number % 13}`],
    groupKey: `service-${number}`,
    firingAlerts: 1 + (version % 7),
    totalAlerts: 9,
    flapCount: 0,
    drill: false,
    version,
    detectedAt: at,
    createdAt: at,
    updatedAt: at,
  };
}

export class BoardStandIn {
  /** Changes in a second; each is pushed as a hint, as the backend does. */
  perSecond = 0;
  /** Changes that were told to the page. */
  changes = 0;
  #seq = 1;
  #asked = Date.now();
  #owed = 0;
  #next = 0;

  constructor(count) {
    this.versions = Array.from({ length: count }, () => 1);
  }

  async serve(page) {
    await page.routeWebSocket(/\/api\/live\/ws/, (socket) => this.#hint(socket));
    await page.route('**/resources/board**', (route) => {
      const after = new URL(route.request().url()).searchParams.get('after');
      return route.fulfill({ json: after === null ? this.#all() : this.#changed() });
    });
  }

  #hint(socket) {
    socket.connectToServer();
    const timer = setInterval(() => {
      for (let sent = 0; sent < this.perSecond / 10; sent += 1) {
        socket.send(JSON.stringify({ type: 'message', channel, data: {} }));
      }
    }, 100);
    socket.onClose(() => clearInterval(timer));
  }

  #answer(incidents) {
    return { seq: this.#seq, at: new Date().toISOString(), incidents, gone: [], truncated: false };
  }

  #all() {
    return this.#answer(this.versions.map((version, index) => incident(index + 1, version)));
  }

  /** What changed since the last answer; they take turns all over the board. */
  #changed() {
    const now = Date.now();
    this.#owed += ((now - this.#asked) / 1_000) * this.perSecond;
    this.#asked = now;
    const due = Math.floor(this.#owed);
    this.#owed -= due;
    this.changes += due;
    const changed = new Map();
    for (let count = 0; count < due; count += 1) {
      this.#next = (this.#next + 37) % this.versions.length;
      this.versions[this.#next] += 1;
      this.#seq += 1;
      changed.set(this.#next, incident(this.#next + 1, this.versions[this.#next]));
    }
    return this.#answer([...changed.values()]);
  }
}
