// npm run signals: starts the system with a past in which things went wrong, asks every signal of the catalog through Grafana's query
// API and lists those without data; then holds that a healthy shop fires no alert of the pack. Ends with "N passed, N failed".
import { elasticsearch } from './lib/elasticsearch.mjs';
import { Grafana } from './lib/grafana.mjs';
import { duration, say, step, stopwatch } from './lib/log.mjs';
import { main } from './lib/main.mjs';
import { prepareAll } from './lib/prepare.mjs';
import { realParts } from './lib/realparts.mjs';
import { Asker, inParallel, rolesOf } from './lib/signals-ask.mjs';
import { firingWhenHealthy } from './lib/signals-healthy.mjs';
import { moments, past } from './lib/signals-past.mjs';
import { untilSignal } from './lib/supervisor.mjs';

const atOnce = 4;
/** A rate needs two scrapes of what is scraped every 10 s. */
const warmUpMs = 25_000;
/** The data sources of provisioning/datasources, by provider. */
const targets = {
  prometheus: { uid: 'strata-prometheus', type: 'prometheus', name: 'Strata Prometheus' },
  elasticsearch: { uid: 'strata-elasticsearch', type: 'elasticsearch', name: 'Strata Elasticsearch' },
  pixie: { uid: 'strata-pixie', type: 'pixie-pixie-datasource', name: 'Pixie' },
};
/** "signal/source" → why the shop has nothing of it. */
const notInTheShop = {
  'avail-incident-rate/grafana': 'only a Grafana that writes the history of its alerts to Prometheus has it',
  'deployment-rollout-stuck/kube-state-metrics-generation': 'the controller is never behind',
  'events-failed-deployments/kube-state-metrics-replica-failure': 'no quota ever keeps a pod from being made',
};
const totals = { passed: 0, failed: 0 };

function fail(text) {
  totals.failed += 1;
  say(`  FAIL  ${text}`);
}

const judged = (answers) => ({ answered: answers.filter(({ problem }) => !problem), empty: answers.filter(({ problem }) => problem) });
const nameOf = ({ signal, source }) => (source ? `${signal.id} (${source})` : signal.id);

/** A question of each exporter of a signal; those without a metric are not asked. */
async function askExporter(asker, target, { signal, source, role, missing }) {
  const answer = missing.length > 0 ? { problem: `no metric ${missing.join(', ')}` } : await asker.ask(signal, 'prometheus', { ...target, source });
  return { signal, source, role, ...answer };
}

async function askPrometheus(asker, signals, target) {
  const names = await asker.metricNames(target.uid);
  const questions = signals.flatMap((signal) => rolesOf(signal, names).map((role) => ({ signal, ...role })));
  const answers = await inParallel(questions, atOnce, (question) => askExporter(asker, target, question));
  const firsts = judged(answers.filter(({ role }) => role === 'first'));
  totals.passed += firsts.answered.length;
  const later = firsts.answered.filter(({ moment }) => moment !== 'now').length;
  say(`  prometheus: ${signals.length} signals asked, ${firsts.answered.length} answered${later ? `, ${later} of them only while something was wrong or a job ran` : ''}`);
  firsts.empty.forEach((one) => fail(`prometheus ${nameOf(one)}: ${one.problem}`));
  for (const signal of signals.filter(({ id }) => !answers.some((one) => one.role === 'first' && one.signal.id === id))) {
    fail(`prometheus ${signal.id}: none of its sources exists`);
  }
  judgeFurther(answers.filter(({ role }) => role !== 'first'));
}

/** Further sources answer too, except those that the shop cannot have. */
function judgeFurther(answers) {
  const { answered, empty } = judged(answers);
  const known = empty.filter((one) => notInTheShop[`${one.signal.id}/${one.source}`]);
  totals.passed += answered.length;
  say(`  prometheus: of ${answers.length} further sources ${answered.length} answer`);
  empty.filter((one) => !known.includes(one)).forEach((one) => fail(`prometheus ${nameOf(one)}: ${one.problem}`));
  known.forEach((one) => say(`        empty: ${nameOf(one)}: ${notInTheShop[`${one.signal.id}/${one.source}`]}`));
}

async function askOthers(asker, provider, signals, target) {
  const { answered, empty } = judged(await inParallel(signals, atOnce, async (signal) => ({ signal, ...(await asker.ask(signal, provider, target)) })));
  totals.passed += answered.length;
  say(`  ${provider}: ${signals.length} signals asked, ${answered.length} answered`);
  empty.forEach((one) => fail(`${provider} ${nameOf(one)}: ${one.problem}`));
}

/** What is no number must not pass as an answer, else nothing below says anything. */
async function judgeTheJudge(asker, target) {
  for (const expr of ['vector(0) / 0', 'vector(1) / 0', 'a_metric_that_nobody_has']) {
    const signal = { id: 'none', visualisation: 'timeseries', providers: { prometheus: [{ source: 'none', expr, legend: '', needs: [] }] } };
    const { problem } = await asker.ask(signal, 'prometheus', { ...target, source: 'none' });
    if (!problem) {
      throw new Error(`${expr} passes as an answer: the check of the signals sees nothing.`);
    }
  }
}

async function askAll(stack, started, search) {
  const grafana = new Grafana(stack.urls.grafana, { token: stack.ingest.bearer });
  const { providerAdapters } = await import('./lib/signals-adapters.mjs'); // needs the npm packages
  const asker = new Asker({ grafana, adapters: await providerAdapters(), moments: moments(started, Date.now()) });
  await judgeTheJudge(asker, targets.prometheus);
  const { signals } = await grafana.call('GET', '/api/plugins/strata-sre-app/resources/catalog/signals');
  for (const [provider, target] of Object.entries(targets)) {
    const own = signals.filter((signal) => signal.enabled && signal.providers[provider]);
    if (provider === 'elasticsearch' && !stack.urls.elasticsearch) {
      say(`  elasticsearch: ${own.length} signals not asked: ${search.missing}`);
    } else if (provider === 'prometheus') {
      await askPrometheus(asker, own, target);
    } else {
      await askOthers(asker, provider, own, target);
    }
  }
}

await main(async () => {
  const elapsed = stopwatch();
  const interrupted = untilSignal().then((name) => Promise.reject(new Error(`stopped by ${name}`)));
  const programs = await prepareAll();
  const { Stack } = await import('./lib/stack.mjs'); // needs the npm packages
  const parts = await realParts();
  const search = await elasticsearch();
  const started = Date.now();
  const stack = new Stack({ name: 'signals', programs, parts, elasticsearch: search, onDeath: (text) => say(`\n${text}`) });
  const work = async () => {
    await stack.start({ preferDefaults: false, ...past(started) });
    await step('first scrapes', () => new Promise((resolve) => setTimeout(resolve, warmUpMs)));
    say('Every signal answers');
    await askAll(stack, started, search);
    await stack.stop();
    say('A healthy shop fires nothing');
    const { conditions, firing } = await firingWhenHealthy({ testbed: programs.testbed, parts });
    totals.passed += conditions - firing.length;
    firing.forEach(fail);
    say(`  ${conditions} alerts looked at, ${firing.length} fire`);
  };
  try {
    await Promise.race([work(), interrupted]);
  } finally {
    await stack.stop();
  }
  say(`took ${duration(elapsed())}`);
  say(`${totals.passed} passed, ${totals.failed} failed`);
  process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
});
