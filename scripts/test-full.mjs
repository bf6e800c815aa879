// npm run test:full: starts the real parts (scripts/lib/full.mjs) and a Prometheus beside the simulated shop, makes trouble, and asks all
// queries of the catalog that those parts can answer. A metric name that no real exporter has is a failure; what is empty is named.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writePrometheus } from './lib/configs.mjs';
import { fullParts, startFull } from './lib/full.mjs';
import { explained } from './lib/full-empty.mjs';
import { report } from './lib/full-report.mjs';
import { fullCluster, fullScrapeConfig } from './lib/full-scrape.mjs';
import { ask, Prometheus, realQueries } from './lib/full-signals.mjs';
import { makeTrouble } from './lib/full-trouble.mjs';
import { duration, say, step, stopwatch } from './lib/log.mjs';
import { main } from './lib/main.mjs';
import { runDir } from './lib/paths.mjs';
import { freePorts } from './lib/ports.mjs';
import { goProgram, npmPackages } from './lib/prepare.mjs';
import { realParts } from './lib/realparts.mjs';
import { Supervisor, untilSignal } from './lib/supervisor.mjs';
import { checkTools } from './lib/tools.mjs';

const elapsed = stopwatch();
const counts = { passed: 0, failed: 0 };
const scrapeSeconds = 10; // the slowest of the real parts' jobs, in full-scrape.mjs
const enoughForRates = 3 * scrapeSeconds * 1000;

function check(ok, title, detail = '') {
  counts[ok ? 'passed' : 'failed'] += 1;
  say(`  ${ok ? '✓' : '✗'} ${title}${detail ? ` — ${detail}` : ''}`);
}

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

async function checkParts(prometheus, full) {
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

async function checkShop(prometheus) {
  say('\nThe shop in the real cluster');
  for (const [query, wanted] of Object.entries(shopFigures)) {
    const value = (await prometheus.query(query))[0]?.value;
    check(value === wanted, query, `${value}${value === wanted ? '' : `, not ${wanted}`}`);
  }
}

async function checkSignals(prometheus, full) {
  say('\nQueries of the catalog on real exporters');
  const known = { present: new Set(await prometheus.names(`{cluster="${fullCluster}"}`)), described: new Set(await prometheus.described()) };
  const results = [];
  for (const query of realQueries()) {
    const result = { ...query, ...(await ask(prometheus, query, known)) };
    results.push(result.state === 'answers' ? result : explained(result, full));
  }
  const { passed, failed } = report(results);
  counts.passed += passed;
  counts.failed += failed;
}

async function checkRules(prometheus) {
  say('\nRules of the catalog on real and simulated series');
  const broken = await prometheus.brokenRules();
  check(broken.length === 0, 'no rule fails', broken.map(({ name, error }) => `${name}: ${error}`).join('\n      '));
}

await main(async () => {
  const signal = untilSignal();
  say('Strata on real exporters');
  await step('tools', checkTools);
  await step('npm packages', npmPackages);
  const programs = { ...(await realParts()) };
  await step('testbed', async () => {
    programs.testbed = await goProgram('testbed', 'testbed');
  });
  const parts = await fullParts();
  const dir = runDir('full');
  mkdirSync(join(dir, 'log'));
  const supervisor = new Supervisor(join(dir, 'log'));
  const made = elapsed();
  const work = async () => {
    const { full, prometheus } = await startAll({ programs, parts, dir, supervisor });
    say(`Everything runs after ${duration(elapsed())}, of which ${duration(elapsed() - made)} to start it.`);
    await step('first scrapes', () => untilScraped(prometheus));
    await checkParts(prometheus, full);
    if (full.cluster) {
      await checkShop(prometheus);
      await step('trouble in the cluster', () => makeTrouble({ ...full.cluster, testbed: programs.testbed, scrapeMs: scrapeSeconds * 1000 }));
    }
    await step('series for rates', () => sleep(enoughForRates));
    await checkSignals(prometheus, full);
    await checkRules(prometheus);
  };
  try {
    await Promise.race([work(), signal.then((name) => Promise.reject(new Error(`stopped by ${name}`)))]);
  } finally {
    await supervisor.stopAll();
    rmSync(dir, { recursive: true, force: true });
  }
});
say(`\nnpm run test:full took ${duration(elapsed())}.`);
say(`${counts.passed} passed, ${counts.failed} failed`);
if (counts.failed > 0 || counts.passed === 0) {
  process.exitCode = 1;
}
