// npm run soak: the crash loop, the model tests and the memory under load, for longer than `npm test` has time.
import { duration, say, stopwatch } from './lib/log.mjs';
import { optionsOrEnd } from './lib/options.mjs';
import { root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const usage = `npm run soak -- [options]
Kills the plugin during ingest, plays random sequences against the model, fills the disk and measures memory, on both stores.`;
const values = optionsOrEnd(usage, {
  minutes: { type: 'string', default: '20', help: 'rounds are begun for so long (20); measuring ingest at the end takes some more' },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  say(`--minutes ${values.minutes} is no number of minutes. Try --minutes 20.`);
  process.exit(2);
}
const elapsed = stopwatch();
const rounds = { crashes: 0, model: 0 };
let failed;

/** One command; its output is shown when it fails. */
async function step(name, program, args, env = {}) {
  const took = stopwatch();
  const { code, output } = await run(program, args, { cwd: root, env: { GOWORK: 'off', ...env }, allowFailure: true });
  say(`${code === 0 ? '✓' : '✗'} ${name.padEnd(44)} ${duration(took()).padStart(10)}`);
  if (code !== 0) {
    say(output.split('\n').slice(-60).join('\n'));
    failed = name;
  }
  return { code, output };
}

const dbtest = './pkg/store/dbtest';
const test = (pattern, ...flags) => ['test', '-count=1', '-timeout', '60m', dbtest, '-run', pattern, ...flags];

while (!failed && elapsed() < minutes * 60_000) {
  if (
    (await step('kill -9 during ingest, 20 times per store', 'go', test('SurviveAKill'), { STRATA_TEST_CRASHES: '20' }))
      .code === 0
  ) {
    rounds.crashes += 20;
  }
  if (
    !failed &&
    (await step('model tests, 500 random sequences', 'go', test('Model', '-rapid.checks=500'))).code === 0
  ) {
    rounds.model += 1;
  }
  if (!failed) {
    await step('full disk, PostgreSQL gone, two processes', 'go', test('Full|Gone|SecondProcess|Replicas'));
  }
}
if (!failed) {
  const { output } = await step('ingest on both stores, with memory', 'go', [
    'run',
    './bench/ingest',
    '--steady',
    '60s',
    '--rounds',
    '3',
  ]);
  say(
    output
      .split('\n')
      .filter((line) => /^(SQLite|PostgreSQL|store) {2}/.test(line))
      .join('\n')
  );
}
say('');
say(
  failed
    ? `SOAK FAILED at "${failed}" after ${duration(elapsed())}`
    : `SOAK PASSED: ${rounds.crashes} kills per store and ${rounds.model} rounds of model tests in ${duration(elapsed())}`
);
process.exitCode = failed ? 1 : 0;
