// The whole alert pack before Prometheus's own tool: every rule is accepted, fires on the series of its test, and is
// silent on the others. The tests are catalog/tests/<layer>/<signal>.yaml: `at` is when it is looked at.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { Checks, must } from './lib/checks.mjs';
import { has, root } from './lib/paths.mjs';
import { realParts } from './lib/realparts.mjs';
import { run } from './lib/run.mjs';

const checks = new Checks();
const dir = mkdtempSync(join(tmpdir(), 'strata-alert-rules-'));
const minutesOf = (at) => Number(at.replace(/m$/, ''));
/** A test of days looks less often, so that it stays quick. */
const evaluationMinutes = (at) => (minutesOf(at) > 600 ? 5 : 1);

async function alertPack() {
  const { stdout } = await run('go', ['run', './pkg/catalog/cmd/alertpack', '--all-sources', '--grafana-url', 'http://localhost:3000'], { cwd: root });
  return stdout;
}

function bySignal(pack) {
  const out = new Map();
  for (const rule of pack.groups.flatMap(({ rules }) => rules)) {
    const { signal, layer } = rule.labels;
    const entry = out.get(signal) ?? { layer, rules: [] };
    entry.rules.push(rule);
    out.set(signal, entry);
  }
  return out;
}

/** Whether it fires, and whether every name that its labels promise is there. */
function question(rule) {
  const names = Object.keys(rule.labels).filter((name) => !['severity', 'layer', 'signal'].includes(name));
  const matchers = [`alertname="${rule.alert}"`, 'alertstate="firing"', `severity="${rule.labels.severity}"`, ...names.map((name) => `${name}!=""`)];
  return `count(ALERTS{${matchers.join(',')}})`;
}

function testGroup({ rule, at, why }, series, fires) {
  return {
    name: `${rule.alert} ${fires ? 'fires' : 'is silent'}${why ? `: ${why}` : ''}`,
    interval: '1m',
    input_series: series,
    promql_expr_test: [
      { expr: `clamp_max(${question(rule)}, 1) or vector(0)`, eval_time: at, exp_samples: [{ labels: '{}', value: fires ? 1 : 0 }] },
    ],
  };
}

function writeTest(signal, { layer, rules }) {
  const file = join('catalog', 'tests', layer, `${signal}.yaml`);
  must(has(file), `${file} is missing: the alerts of ${signal} have no test`);
  const { tests } = parse(readFileSync(join(root, file), 'utf8'));
  const groups = tests.flatMap((test) => {
    const rule = rules.find(({ alert }) => alert === test.alert);
    must(rule, `${file}: there is no rule ${test.alert}`);
    return [testGroup({ ...test, rule }, test.fires, true), testGroup({ ...test, rule }, test.quiet, false)];
  });
  const untested = rules.find(({ alert }) => !tests.some((test) => test.alert === alert));
  must(!untested, `${file}: the rule ${untested?.alert} has no test`);
  writeFileSync(join(dir, `${signal}.rules.yaml`), stringify({ groups: [{ name: signal, rules }] }));
  const slowest = Math.max(...tests.map(({ at }) => evaluationMinutes(at)));
  const target = join(dir, `${signal}.test.yaml`);
  writeFileSync(target, stringify({ rule_files: [`${signal}.rules.yaml`], evaluation_interval: `${slowest}m`, tests: groups }));
  return { file: target, count: groups.length };
}

try {
  mkdirSync(dir, { recursive: true });
  const { promtool } = await realParts();
  const text = await alertPack();
  const pack = bySignal(parse(text));
  writeFileSync(join(dir, 'all.rules.yaml'), text);
  await checks.check('promtool check rules', async () => {
    const { output } = await run(promtool, ['check', 'rules', join(dir, 'all.rules.yaml')]);
    return output.match(/\d+ rules found/)?.[0];
  });
  for (const [signal, entry] of pack) {
    await checks.check(`alert rules of ${signal}`, async () => {
      const { file, count } = writeTest(signal, entry);
      await run(promtool, ['test', 'rules', file]);
      return `${entry.rules.length} rules, ${count} tests`;
    });
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
checks.finish();
