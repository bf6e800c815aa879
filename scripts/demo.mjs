// npm run demo: sets up and starts everything, says where it is, and keeps running until Ctrl-C.
import { join } from 'node:path';
import { elasticsearch } from './lib/elasticsearch.mjs';
import { duration, say, step, stopwatch } from './lib/log.mjs';
import { main } from './lib/main.mjs';
import { readOptions } from './lib/options.mjs';
import { workDir } from './lib/paths.mjs';
import { prepareAll } from './lib/prepare.mjs';
import { realParts } from './lib/realparts.mjs';
import { untilSignal } from './lib/supervisor.mjs';
import { checkTools } from './lib/tools.mjs';

const usage = `npm run demo -- [options]
Starts a small shop, Prometheus, Alertmanager and Strata, says where they are, and keeps them running until Ctrl-C.
GRAFANA_URL names a Grafana to use that is there already, with GRAFANA_TOKEN, or GRAFANA_USER and GRAFANA_PASSWORD.`;
const options = readOptions(usage, {
  smoke: { type: 'boolean', help: 'plays the story once without a browser, stops, and ends with "N passed, N failed"' },
  'no-wait': { type: 'boolean', help: 'starts, says where everything is, and stops again' },
  full: { type: 'boolean', help: 'adds the real parts as a second cluster: a Kubernetes API with kwok, node_exporter, as root ebpf_exporter' },
});
const elapsed = stopwatch();
let passed = 0;

function sayWhatToTry({ grafana, prometheus, alertmanager, elasticsearch: logs }, { missing }) {
  say(`
Strata is at  ${grafana}/a/strata-sre-app/overview      (ready after ${duration(elapsed())})
  Prometheus    ${prometheus}
  Alertmanager  ${alertmanager}
  Elasticsearch ${logs ?? `not here: ${missing}. Panels that need it say so.`}

Three things to try:
  1. Look at the shop's last hours, and in a minute at its last days: ${grafana}/a/strata-sre-app/application
  2. Break it, in another terminal:   npm run demo:fault -- start bad-deploy
     Within a minute incidents of payment and of those that call it appear on ${grafana}/a/strata-sre-app/incidents
     without a reload: open the first and acknowledge it.
  3. Mend it and watch them resolve:   npm run demo:fault -- stop
     (npm run demo:fault -- list shows all faults.)

Ctrl-C stops everything and removes its data.`);
}

function sayWhatIsReal({ targets, missing }) {
  say(`\nReal parts, as the cluster "full": ${targets.map(({ job }) => job).join(', ') || 'none'}.`);
  for (const { name, reason } of missing) {
    say(`  Without ${name}: ${reason}`);
  }
}

async function demo() {
  const signal = untilSignal();
  let preparing = true;
  signal.then((name) => {
    if (preparing) {
      say(`\nstopped by ${name}; what was made so far is used next time`);
      process.exit(130); // nothing runs yet
    }
  });
  say('Strata demo');
  await step('tools', checkTools);
  const programs = await prepareAll();
  const { Stack } = await import('./lib/stack.mjs'); // needs the npm packages
  const parts = await realParts();
  const search = await elasticsearch();
  const full = options.full ? await import('./lib/full.mjs').then(({ fullParts }) => fullParts()) : undefined;
  preparing = false;
  const stack = new Stack({ name: 'demo', programs, parts, full, elasticsearch: search, onDeath: (text) => say(`\n${text}`) });
  try {
    await Promise.race([
      stack.start({ grafanaUrl: process.env.GRAFANA_URL, preferDefaults: !options.smoke, hours: options.smoke ? 1 : 6, days: options.smoke ? 0 : 3 }),
      signal.then((name) => Promise.reject(new Error(`stopped by ${name}`))),
    ]);
    stack.writeDescription(join(workDir(), options.smoke ? 'smoke.json' : 'demo.json'));
    sayWhatToTry(stack.urls, search);
    if (stack.full) {
      sayWhatIsReal(stack.full);
    }
    if (options.smoke) {
      const { runStory } = await import('./lib/story.mjs');
      await Promise.race([runStory(stack.describe()), signal.then((name) => Promise.reject(new Error(`stopped by ${name}`)))]);
      passed = 1;
    } else if (!options['no-wait']) {
      await signal;
      say('\nstopping …');
    }
  } finally {
    await stack.stop();
    say(`stopped after ${duration(elapsed())}`);
  }
}

if (options) {
  await main(demo);
}
if (options?.smoke) {
  say(`${passed} passed, ${1 - passed} failed`);
}
