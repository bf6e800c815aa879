// npm run signals: starts the system with a past in which things went wrong, asks every signal of the catalog through Grafana's query
// API and lists those without data; then holds that a healthy shop fires no alert of the pack. Ends with "N passed, N failed".
import { elasticsearch } from './lib/elasticsearch.mjs';
import { Grafana } from './lib/grafana.mjs';
import { duration, say, step, stopwatch } from './lib/log.mjs';
import { main } from './lib/main.mjs';
import { optionsOrEnd } from './lib/options.mjs';
import { prepareAll } from './lib/prepare.mjs';
import { realParts } from './lib/realparts.mjs';
import { Asker, inParallel, rolesOf } from './lib/signals-ask.mjs';
import { firingWhenHealthy } from './lib/signals-healthy.mjs';
import { moments, past } from './lib/signals-past.mjs';
import { untilSignal } from './lib/supervisor.mjs';

optionsOrEnd('npm run signals\nAsks every signal of every provider of a shop with a broken past, and holds that a healthy one fires no alert.', {});

const atOnce = 4;
/** A rate needs two scrapes of what is scraped every 10 s. */
const warmUpMs = 25_000;
/** The data sources of provisioning/datasources, by provider. */
const targets = {
  prometheus: { uid: 'strata-prometheus', type: 'prometheus', name: 'Strata Prometheus' },
  elasticsearch: { uid: 'strata-elasticsearch', type: 'elasticsearch', name: 'Strata Elasticsearch' },
  pixie: { uid: 'strata-pixie', type: 'pixie-pixie-datasource', name: 'Pixie' },
};
/** "signal/source" → why the shop has nothing, or not everything, of it. */
const notInTheShop = {
  'avail-incident-rate/grafana': 'only a Grafana that writes the history of its alerts to Prometheus has it',
  'avail-incident-rate/prometheus': 'the past is written without its alerts, and nothing fires in the present',
  'deployment-rollout-stuck/kube-state-metrics-generation': 'the controller is never behind',
  'events-failed-deployments/kube-state-metrics': 'no quota ever keeps a pod from being made, so there is no ReplicaFailure',
};
const totals = { passed: 0, failed: 0 };

function fail(text) {
  totals.failed += 1;
  say(`  FAIL  ${text}`);
}

const nameOf = ({ signal, source }) => (source ? `${signal.id} (${source})` : signal.id);
const whyEmpty = ({ signal, source }) => notInTheShop[`${signal.id}/${source}`];

/** A question of each exporter of a signal; those without a metric are not asked. */
async function askExporter(asker, target, { signal, source, role, missing }) {
  const answer = missing.length > 0 ? { answered: 0, problem: `no metric ${missing.join(', ')}` } : await asker.ask(signal, 'prometheus', { ...target, source });
  return { signal, source, role, ...answer };
}

/**
 * Judges answers: each has all its queries answered, or is explained; one that `must` answer has at least one. Gives how many are good,
 * and lists the rest.
 */
function judge(provider, answers, { must }) {
  const allowed = (one) => !one.problem || (whyEmpty(one) && (!must || one.answered > 0));
  const good = answers.filter(allowed);
  totals.passed += good.length;
  answers.filter((one) => !allowed(one)).forEach((one) => fail(`${provider} ${nameOf(one)}: ${one.problem}`));
  good.filter(({ problem }) => problem).forEach((one) => say(`        ${one.answered ? 'in part' : 'empty'}: ${nameOf(one)}: ${whyEmpty(one)}`));
}

const answering = (answers) => answers.filter(({ answered }) => answered > 0);

async function askPrometheus(asker, signals, target) {
  const names = await asker.metricNames(target.uid);
  const questions = signals.flatMap((signal) => rolesOf(signal, names).map((role) => ({ signal, ...role })));
  const answers = await inParallel(questions, atOnce, (question) => askExporter(asker, target, question));
  const firsts = answers.filter(({ role }) => role === 'first');
  const later = answering(firsts).filter(({ moment }) => moment !== 'now').length;
  say(`  prometheus: ${signals.length} signals asked, ${answering(firsts).length} answered${later ? `, ${later} of them wholly only while something was wrong or a job ran` : ''}`);
  judge('prometheus', firsts, { must: true });
  for (const signal of signals.filter(({ id }) => !firsts.some((one) => one.signal.id === id))) {
    fail(`prometheus ${signal.id}: none of its sources exists`);
  }
  const further = answers.filter(({ role }) => role !== 'first');
  say(`  prometheus: of ${further.length} further sources ${answering(further).length} answer`);
  judge('prometheus', further, { must: false });
}

async function askOthers(asker, provider, signals, target) {
  const answers = await inParallel(signals, atOnce, async (signal) => ({ signal, ...(await asker.ask(signal, provider, target)) }));
  say(`  ${provider}: ${signals.length} signals asked, ${answering(answers).length} answered`);
  judge(provider, answers, { must: true });
}

/** What is no number must not pass as an answer, else nothing below says anything. */
async function judgeTheJudge(asker, target) {
  for (const expr of ['vector(0) / 0', 'vector(1) / 0', 'a_metric_that_nobody_has']) {
    const signal = { id: 'none', visualisation: 'timeseries', providers: { prometheus: [{ source: 'none', expr, legend: '', needs: [] }] } };
    const { answered } = await asker.ask(signal, 'prometheus', { ...target, source: 'none' });
    if (answered > 0) {
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
