// The whole system of the demo and the browser specs: testbed, Prometheus with history, Alertmanager, and Strata in
// devhost or in the Grafana of GRAFANA_URL.
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAlertmanager, writePrometheus, writeProvisioning } from './configs.mjs';
import { documentsLoaded, elasticsearchCommand } from './elasticsearch.mjs';
import { existingGrafana } from './existing-grafana.mjs';
import { startFull } from './full.mjs';
import { fullScrapeConfig } from './full-scrape.mjs';
import { olderHistory, pieceOfHistory, recentHistory } from './history.mjs';
import { duration, say, step, stopwatch } from './log.mjs';
import { root, runDir } from './paths.mjs';
import { freePorts } from './ports.mjs';
import { Supervisor } from './supervisor.mjs';
import { pixieStandIn, serveArgs } from './testbed.mjs';

const appId = 'strata-sre-app';
const secret = () => randomBytes(18).toString('base64url');
const preferredPorts = { grafana: 3000, prometheus: 9090, alertmanager: 9093, testbed: 9750, elasticsearch: 9200, pixie: 51443 };
const anyPorts = { grafana: 0, prometheus: 0, alertmanager: 0, testbed: 0, elasticsearch: 0, pixie: 0 };

function devhostArgs({ port, dir, bearer, own, elasticsearch, pixie }) {
  return [
    '--listen', `127.0.0.1:${port}`,
    '--plugin-dir', join(root, 'dist'),
    '--provisioning', writeProvisioning(join(dir, 'provisioning'), { elasticsearch: elasticsearch !== undefined }),
    '--data', join(dir, 'grafana'),
    '--web', join(root, 'devhost', 'web', 'dist'),
    '--icons', join(root, 'node_modules', '@grafana', 'ui', 'dist', 'public', 'img', 'icons'),
    '--service-account-token', `strata-ingest=${bearer}:Viewer`,
    '--service-account-token', `strata-reviews=${own}:Viewer`,
    '--pixie-ca', pixie.ca,
  ];
}

export class Stack {
  /** Files of this run; removed by stop(). */
  dir;
  urls = {};
  #supervisor;
  #programs;
  #parts;
  #fullParts;
  #elasticsearch;
  #commands = {};
  #cleanups = [];
  #historyStart = Date.now();

  /**
   * @param {{name: string, programs: {testbed: string, devhost: string},
   *   parts: {prometheus: string, promtool: string, alertmanager: string}, full?: object, elasticsearch?: object,
   *   onDeath?: (text: string) => void}} options
   *   `full` is what fullParts() gave, for the real parts of --full; `elasticsearch` what elasticsearch() gave
   */
  constructor({ name, programs, parts, full, elasticsearch, onDeath = () => {} }) {
    this.dir = runDir(name);
    mkdirSync(join(this.dir, 'log'));
    this.#supervisor = new Supervisor(join(this.dir, 'log'));
    this.#programs = programs;
    this.#parts = parts;
    this.#fullParts = full;
    this.#elasticsearch = elasticsearch?.dir ? elasticsearch : undefined;
    this.onDeath = onDeath;
  }

  /**
   * Starts everything. `grafanaUrl` uses that Grafana instead of devhost. `hours` of history are there at the start,
   * `days` more are written in the background. `past` has more wishes about the history: `rest` and `faults` as recentHistory
   * takes them, and `pieces` of the time before, as pieceOfHistory does.
   */
  async start({ grafanaUrl, preferDefaults = true, hours = 1, days = 0, past = {} }) {
    const { pixie, ...ports } = await freePorts(preferDefaults ? preferredPorts : anyPorts);
    this.pixie = pixieStandIn({ port: pixie, dir: this.dir });
    for (const [name, port] of Object.entries(ports)) {
      this.urls[name] = `http://127.0.0.1:${port}`;
    }
    if (!this.#elasticsearch) {
      delete this.urls.elasticsearch;
    }
    this.urls.grafana = grafanaUrl?.replace(/\/+$/, '') ?? this.urls.grafana;
    await Promise.all([
      Promise.all([this.#startTestbed(ports, hours, past), this.#startFull()]).then(() => this.#startPrometheus(ports)),
      this.#startStrata(ports, grafanaUrl).then(() => this.#startAlertmanager(ports)),
      this.#startElasticsearch(ports),
    ]);
    const documents = this.#awaitDocuments();
    if (days > 0) {
      this.#writeOlderHistory(days); // somebody looks at the pages: nobody has to wait for the past
    } else {
      await documents;
    }
  }

  get #historyFiles() {
    const { testbed } = this.#programs;
    return { testbed, promtool: this.#parts.promtool, dir: this.dir, dataDir: join(this.dir, 'prometheus-data') };
  }

  /** Not awaited: nobody has to wait for the past. */
  #writeOlderHistory(days) {
    const stop = new AbortController();
    const elapsed = stopwatch();
    this.history = olderHistory({ ...this.#historyFiles, days, end: this.#historyStart, signal: stop.signal }).then(
      () => say(`  ✓ ${days} days of history are written (${duration(elapsed())}); Prometheus takes them in within a minute`),
      (error) => stop.signal.aborted || say(`  ✗ the older history could not be written: ${error.message}`)
    );
    this.#cleanups.push(() => {
      stop.abort();
      return this.history;
    });
  }

  async #run(name, command) {
    this.#commands[name] = command;
    await this.#supervisor.start(name, { ...command, onDeath: this.onDeath });
  }

  /** A failure is said, not thrown: everything else works without documents, and what needs them says so. */
  async #awaitDocuments() {
    if (this.#elasticsearch) {
      const title = 'documents in Elasticsearch';
      await step(title, async () => `${await documentsLoaded(this.urls.testbed)} of the last hour`).catch((error) => say(`    ${error.message}`));
    }
  }

  /** The testbed waits for it by itself. */
  async #startElasticsearch(ports) {
    if (this.#elasticsearch) {
      await step('Elasticsearch', async () => {
        await this.#run('elasticsearch', elasticsearchCommand(this.#elasticsearch, { home: join(this.dir, 'elasticsearch'), port: ports.elasticsearch }));
        return `${this.#elasticsearch.version} at ${this.urls.elasticsearch}`;
      });
    }
  }

  async #startTestbed(ports, hours, { pieces = [], ...wishes }) {
    let state;
    await step(`${hours} h of history`, async () => {
      for (const piece of pieces) {
        await pieceOfHistory({ ...this.#historyFiles, ...piece });
      }
      const recent = await recentHistory({ ...this.#historyFiles, hours, ...wishes });
      this.#historyStart = recent.start;
      state = recent.state;
    });
    await step('testbed', async () => {
      await this.#run('testbed', {
        command: this.#programs.testbed,
        args: serveArgs({ port: ports.testbed, dir: this.dir, state, elasticsearch: this.urls.elasticsearch, pixie: this.pixie }),
        readyUrl: `${this.urls.testbed}/healthz`,
      });
      return this.urls.testbed;
    });
  }

  /** The real parts, as a cluster of their own; `this.full.missing` names what cannot run here. */
  async #startFull() {
    if (this.#fullParts) {
      const start = (name, command) => this.#run(name, command);
      this.full = await startFull({ parts: this.#fullParts, testbed: this.#programs.testbed, dir: this.dir, start });
    }
  }

  async #startPrometheus(ports) {
    const { dataDir } = this.#historyFiles;
    await step('Prometheus', async () => {
      const config = await writePrometheus(join(this.dir, 'prometheus'), {
        testbed: this.#programs.testbed,
        target: `127.0.0.1:${ports.testbed}`,
        alertmanager: `127.0.0.1:${ports.alertmanager}`,
        grafanaUrl: this.urls.grafana,
      });
      if (this.full) {
        writeFileSync(join(this.dir, 'prometheus', 'scrape', 'full.yaml'), fullScrapeConfig(this.full.targets));
      }
      await this.#run('prometheus', {
        command: this.#parts.prometheus,
        args: [
          `--config.file=${config}`, `--storage.tsdb.path=${dataDir}`, '--storage.tsdb.retention.time=30d',
          `--web.listen-address=127.0.0.1:${ports.prometheus}`, `--web.external-url=${this.urls.prometheus}`,
        ],
        readyUrl: `${this.urls.prometheus}/-/ready`,
      });
      return this.urls.prometheus;
    });
  }

  async #startStrata(ports, grafanaUrl) {
    if (grafanaUrl) {
      this.ingest = await step('Grafana', async () => {
        const { ingest, cleanup } = await existingGrafana(grafanaUrl, this.urls);
        this.#cleanups.push(cleanup);
        return ingest;
      });
      return;
    }
    const source = 'alertmanager'; // as in provisioning/plugins/app.yaml
    const url = `${this.urls.grafana}/api/plugins/${appId}/resources/ingest/${source}`;
    this.ingest = { url, source, bearer: secret(), token: secret() };
    const own = secret();
    await step('Strata in devhost', async () => {
      await this.#run('devhost', {
        command: this.#programs.devhost,
        args: devhostArgs({
          port: ports.grafana, dir: this.dir, bearer: this.ingest.bearer, own, elasticsearch: this.urls.elasticsearch, pixie: this.pixie,
        }),
        env: {
          STRATA_PROMETHEUS_URL: this.urls.prometheus,
          STRATA_ELASTICSEARCH_URL: this.urls.elasticsearch ?? '',
          // Not the real one: windows of rates must also suit the history, which has a sample every 30 s.
          STRATA_SCRAPE_INTERVAL: '15s',
          STRATA_ALERTMANAGER_SOURCE_TOKEN: this.ingest.token,
          STRATA_GRAFANA_SOURCE_TOKEN: secret(),
          STRATA_SERVICE_ACCOUNT_TOKEN: own,
          STRATA_PIXIE_ADDRESS: this.pixie.address,
          STRATA_PIXIE_API_KEY: this.pixie.apiKey,
          STRATA_PIXIE_CLUSTER: this.pixie.cluster,
          STRATA_STORE: '',
          STRATA_DSN: '',
        },
        readyUrl: `${this.urls.grafana}/api/health`,
      });
      return this.urls.grafana;
    });
  }

  async #startAlertmanager(ports) {
    await step('Alertmanager', async () => {
      const config = writeAlertmanager(join(this.dir, 'alertmanager'), this.ingest);
      await this.#run('alertmanager', {
        command: this.#parts.alertmanager,
        args: [
          `--config.file=${config}`, `--storage.path=${join(this.dir, 'alertmanager-data')}`,
          `--web.listen-address=127.0.0.1:${ports.alertmanager}`, `--web.external-url=${this.urls.alertmanager}`,
          '--cluster.listen-address=',
        ],
        readyUrl: `${this.urls.alertmanager}/-/ready`,
      });
      return this.urls.alertmanager;
    });
  }

  /** What other processes need to use this stack: the browser specs and `npm run demo:fault`. */
  describe() {
    return {
      kind: this.#commands.devhost ? 'devhost' : 'grafana',
      urls: this.urls,
      pixie: this.pixie,
      ingest: this.ingest,
      testbed: { program: this.#programs.testbed, url: this.urls.testbed },
      promtool: this.#parts.promtool,
      pids: Object.fromEntries(Object.keys(this.#commands).map((name) => [name, this.#supervisor.pid(name)])),
      commands: this.#commands,
      dir: this.dir,
    };
  }

  /** Writes describe() to a file that only this user can read, as it has tokens; it is removed by stop(). */
  writeDescription(file) {
    writeFileSync(file, JSON.stringify(this.describe(), null, 2), { mode: 0o600 });
    this.#cleanups.push(() => rmSync(file, { force: true }));
  }

  async stop() {
    for (const cleanup of this.#cleanups.splice(0)) {
      await cleanup();
    }
    await this.#supervisor.stopAll();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

