// The test of `npm run test:full`: starts the real parts and a Prometheus beside the simulated shop, makes trouble, and asks all queries of
// the catalog that those parts can answer. A metric name that no real exporter has is a failure; what is empty is named.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writePrometheus } from './configs.mjs';
import { fullParts, startFull } from './full.mjs';
import { explained } from './full-empty.mjs';
import { report } from './full-report.mjs';
import { fullCluster, fullScrapeConfig } from './full-scrape.mjs';
import { ask, Prometheus, realQueries } from './full-signals.mjs';
import { makeTrouble } from './full-trouble.mjs';
import { duration, say, step, stopwatch } from './log.mjs';
import { runDir } from './paths.mjs';
import { freePorts } from './ports.mjs';
import { Supervisor, untilSignal } from './supervisor.mjs';

const scrapeSeconds = 10; // the slowest of the real parts' jobs, in full-scrape.mjs
const enoughForRates = 2 * scrapeSeconds * 1000; // the window of rates is a minute, so what happened must not be older

const checker = (counts) => (ok, title, detail = '') => {
  counts[ok ? 'passed' : 'failed'] += 1;
  say(`  ${ok ? '✓' : '✗'} ${title}${detail ? ` — ${detail}` : ''}`);
};

async function startPrometheus({ programs, dir, supervisor, full, target, port }) {
  const url = `http://127.0.0.1:${port}`;
  const config = await writePrometheus(join(dir, 'prometheus'), { testbed: programs.testbed, target, alertmanager: '127.0.0.1:1', grafanaUrl: url });
  writeFileSync(join(dir, 'prometheus', 'scrape', 'full.yaml'), fullScrapeConfig(full.targets));
  await supervisor.start('prometheus', {
    command: programs.prometheus,
    args: [`--config.file=${config}`, `--storage.tsdb.path=${join(dir, 'data')}`, `--web.listen-address=127.0.0.1:${port}`],
    readyUrl: `${url}/-/ready`,
  });
  return new Prometheus(url);
}

/** Starts the shop, the real parts and Prometheus; gives { full, prometheus }. */
async function startAll({ programs, parts, dir, supervisor }) {
  const ports = await freePorts({ testbed: 0, prometheus: 0 });
  const target = `127.0.0.1:${ports.testbed}`;
  const start = (name, command) => supervisor.start(name, { ...command, onDeath: say });
  await step('testbed', () => start('testbed', { command: programs.testbed, args: ['serve', '--listen', target, '--state', join(dir, 'shop.state')], readyUrl: `http://${target}/healthz` }));
  const full = await startFull({ parts, testbed: programs.testbed, dir, start, everything: true });
  let prometheus;
  await step('Prometheus', async () => {
    prometheus = await startPrometheus({ programs, dir, supervisor, full, target, port: ports.prometheus });
    return prometheus.url;
  });
  return { full, prometheus };
}

async function untilScraped(prometheus, seconds = 60) {
  for (let left = seconds; left > 0; left -= 1) {
    const targets = await prometheus.targets();
    if (targets.length > 0 && targets.every(({ health }) => health === 'up')) {
      return;
    }
    await sleep(1000);
  }
}

async function checkParts({ prometheus, full, check }) {
  say('\nReal parts in Prometheus');
  const targets = await prometheus.targets();
  for (const { job } of full.targets) {
    const found = targets.find((target) => target.job === job);
    check(found?.health === 'up', `${job} is scraped`, found?.error);
  }
  for (const { name, reason } of full.missing) {
    say(`  – without ${name}: ${reason}`);
  }
  const clusters = await prometheus.values('cluster');
  check(clusters.join() === `${fullCluster},shop`, 'there are two clusters', clusters.join(', '));
  const mixed = await prometheus.names(`{cluster="${fullCluster}",testbed!=""}`);
  check(mixed.length === 0, 'no series of a real part says that it is simulated', mixed.join(', '));
}

/** The figures of the plan that the real cluster must show: query → value. */
const shopFigures = {
  'count(kube_node_status_condition{cluster="full",condition="Ready",status="true"} == 1)': 3,
  'count(kube_deployment_status_replicas_available{cluster="full"} >= 2)': 10,
  'count(kube_persistentvolumeclaim_status_phase{cluster="full",phase="Bound"} == 1)': 2,
  'count(kube_job_complete{cluster="full",job_name="sales-report",condition="true"} == 1)': 1,
  'count(count by (namespace) (kube_pod_info{cluster="full"}))': 2,
};

async function checkShop({ prometheus, check }) {
  say('\nThe shop in the real cluster');
  for (const [query, wanted] of Object.entries(shopFigures)) {
    const value = (await prometheus.query(query))[0]?.value;
    check(value === wanted, query, `${value}${value === wanted ? '' : `, not ${wanted}`}`);
  }
}

/** Gives how many queries passed and failed. */
async function checkSignals({ prometheus, full, parts }) {
  say('\nQueries of the catalog on real exporters');
  const known = { present: new Set(await prometheus.names(`{cluster="${fullCluster}"}`)), described: new Set(await prometheus.described(fullCluster)) };
  const results = [];
  for (const query of realQueries()) {
    const result = { ...query, ...(await ask(prometheus, query, known)) };
    results.push(result.state === 'answers' ? result : explained(result, { full, ebpf: parts.ebpf }));
  }
  return report(results);
}

async function checkRules({ prometheus, check }) {
  say('\nRules of the catalog on real and simulated series');
  const broken = await prometheus.brokenRules();
  check(broken.length === 0, 'no rule fails', broken.map(({ name, error }) => `${name}: ${error}`).join('\n      '));
}

async function checkAll({ programs, counts, ...what }) {
  const { full, prometheus } = what;
  await step('first scrapes', () => untilScraped(prometheus));
  await checkParts(what);
  if (full.cluster) {
    await checkShop(what);
    await step('trouble in the cluster', () => makeTrouble({ ...full.cluster, testbed: programs.testbed, scrapeMs: scrapeSeconds * 1000 }));
  }
  await step('series for rates', () => sleep(enoughForRates));
  const { passed, failed } = await checkSignals(what);
  counts.passed += passed;
  counts.failed += failed;
  await checkRules(what);
}

/**
 * Runs the whole test; `programs` are the files of prometheus and testbed, `keep` waits for Ctrl-C at the end.
 * @returns {Promise<{passed: number, failed: number}>}
 */
export async function testFull({ programs, keep }) {
  const elapsed = stopwatch();
  const signal = untilSignal();
  const parts = await fullParts();
  say(`The programs of the real parts are there after ${duration(elapsed())}.`);
  const dir = runDir('full');
  mkdirSync(join(dir, 'log'));
  const supervisor = new Supervisor(join(dir, 'log'));
  const counts = { passed: 0, failed: 0 };
  const work = async () => {
    const starting = stopwatch();
    const { full, prometheus } = await startAll({ programs, parts, dir, supervisor });
    say(`All of them run after ${duration(starting())} more.`);
    await checkAll({ programs, parts, full, prometheus, check: checker(counts), counts });
    if (keep) {
      say(`\nPrometheus is at ${prometheus.url}; Ctrl-C ends everything.`);
      await signal;
    }
  };
  try {
    await Promise.race([work(), signal.then((name) => (keep ? undefined : Promise.reject(new Error(`stopped by ${name}`))))]);
  } finally {
    await supervisor.stopAll();
    rmSync(dir, { recursive: true, force: true });
  }
  return counts;
}
