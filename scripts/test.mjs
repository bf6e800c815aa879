// npm test: sets up a fresh clone and runs every check and test. What is built comes first; then the browser specs run beside the tests that
// need no browser, which are nice to them.
import { rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './lib/browser.mjs';
import { goCounts, goFailures, jestCounts, nodeCounts, ownCounts, playwrightCounts } from './lib/counts.mjs';
import { elasticsearch } from './lib/elasticsearch.mjs';
import { atOnceTests, goPackages, heavy } from './lib/gopackages.mjs';
import { say, stopwatch } from './lib/log.mjs';
import { root, workDir } from './lib/paths.mjs';
import { backend, devhostWeb, frontend, goProgram, npmPackages } from './lib/prepare.mjs';
import { realParts } from './lib/realparts.mjs';
import { succeeds } from './lib/run.mjs';
import { Stages } from './lib/stages.mjs';
import { onceNpmEnds } from './lib/supervisor.mjs';
import { checkTools } from './lib/tools.mjs';

const elapsed = stopwatch();
const stages = new Stages();
const inRoot = { cwd: root };
const own = { ...inRoot, count: ownCounts };
const one = (detail) => ({ passed: 1, failed: 0, detail });
const silent = () => {};
const bin = (name) => join(root, 'node_modules', '.bin', name);
const made = {};

/** -race needs a C compiler; a machine without one still runs the tests. */
async function raceFlags() {
  return (await succeeds('cc', ['--version'])) ? ['-race'] : [];
}

/** node_modules holds Go files too, so the root module is named by its folders. */
function packagesOf(dir) {
  return dir === '.' ? goPackages().map(({ path }) => path) : ['./...'];
}

/**
 * Databases of tests in memory where there is room: they wait for the disk at every commit, and what is proven (processes that are
 * killed, not machines) is the same. What Go itself writes stays on the disk.
 */
function inMemory() {
  const shared = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(shared);
    return bavail * bsize > 4 * 2 ** 30 ? { TMPDIR: shared, GOTMPDIR: tmpdir() } : {};
  } catch {
    return {};
  }
}

/** Without cgo but for the race detector, as the programs are built: what they compiled is used again. */
function go(name, dir, packages, { race = [], only, detail } = {}) {
  const env = { GOWORK: 'off', CGO_ENABLED: race.length > 0 ? '1' : '0', ...inMemory() };
  const chosen = only ? ['-run', only] : [];
  return stages.command(name, ['tools'], ['go', 'test', '-json', '-count=1', '-timeout', '45m', '-p', '2', ...race, ...chosen, ...packages], {
    cwd: join(root, dir), env, count: goCounts, show: goFailures, detail: () => detail, nice: true,
  });
}

/** The race detector looks where things happen at once; the heavy packages are run whole without it, and their tests of that with it. */
async function goTests() {
  const race = await raceFlags();
  const packages = goPackages();
  const atOnce = packages.filter(({ path, atOnce: shares }) => shares && !heavy.includes(path)).map(({ path }) => path);
  const rest = packages.map(({ path }) => path).filter((path) => !atOnce.includes(path));
  await go('go test root', '.', rest, { detail: `without -race: ${rest.length} packages` });
  const how = race.length > 0 ? 'with -race' : 'without -race: no C compiler here';
  await go('go test at once', '.', atOnce, { race, detail: `${how}: ${atOnce.length} packages where things happen at once` });
  if (race.length > 0) {
    await go('go test races', '.', heavy, { race, only: atOnceTests, detail: 'with -race: tests of several at once on both stores; all of them in npm run test:race' });
  }
  for (const dir of ['testbed', 'devhost']) {
    await go(`go test ${dir}`, dir, packagesOf(dir), { race, detail: how });
  }
}

function vet(name, dir) {
  const env = { GOWORK: 'off', CGO_ENABLED: '0' };
  return stages.command(name, ['tools'], ['go', 'vet', ...packagesOf(dir)], { cwd: join(root, dir), env, nice: true });
}

async function frontBuilds() {
  await stages.stage('build front end', { needs: ['npm packages'] }, async () => one(await frontend()));
  await stages.stage('build devhost page', { needs: ['npm packages'] }, async () => one(await devhostWeb()));
}

async function checks() {
  const packages = ['npm packages'];
  const polite = { ...inRoot, nice: true };
  await stages.command('typecheck', packages, ['npm', 'run', '--silent', 'typecheck'], polite);
  await stages.command('lint', packages, ['npm', 'run', '--silent', 'lint'], polite);
  await stages.command('knip', packages, [bin('knip')], polite);
  await stages.command('generated files', packages, ['node', 'scripts/generate.mjs', '--check'], { ...own, nice: true });
  await stages.command('jest', packages, [bin('jest'), '--maxWorkers=1'], { ...polite, count: jestCounts });
  await stages.command('scripts', packages, ['node', 'scripts/script-tests.mjs'], { ...polite, count: nodeCounts });
  await stages.command('alert rules', [...packages, 'real parts'], ['node', 'scripts/check-alert-rules.mjs'], { ...own, nice: true });
  await stages.command('provisioning', ['real parts'], ['node', 'scripts/check-provisioning.mjs'], own);
  await stages.command('bundle report', ['build front end'], ['node', 'scripts/bundle-report.mjs'], own);
  await stages.command('compatible with 12.4', packages, ['node', 'scripts/levitate.mjs'], { ...own, nice: true });
  await stages.command('plugin validation', ['build front end', 'build backend'], ['node', 'scripts/validate.mjs'], own);
  for (const [name, dir] of [['root', '.'], ['testbed', 'testbed'], ['devhost', 'devhost']]) {
    await vet(`go vet ${name}`, dir);
  }
  await goTests();
}

async function goBuilds() {
  await stages.stage('build backend', { needs: ['tools'] }, async () => one(await backend()));
  await stages.stage('build testbed', { needs: ['tools'] }, async () => {
    made.testbed = await goProgram('testbed', 'testbed');
    return one();
  });
  await stages.stage('build devhost', { needs: ['tools'] }, async () => {
    made.devhost = await goProgram('devhost', 'devhost');
    return one();
  });
  await stages.stage('real parts', { needs: ['tools'] }, async () => {
    made.parts = await realParts();
    return { passed: Object.keys(made.parts).length, failed: 0 };
  });
  made.elasticsearch = await elasticsearch();
  const { version, missing } = made.elasticsearch;
  await stages.stage(version ? 'elasticsearch' : 'without elasticsearch', {}, async () =>
    one(version ?? `${missing}; its queries are tested against stand-ins only`)
  );
}

/** Stages with everything that is built. */
async function programs() {
  const running = ['build front end', 'build devhost page', 'build backend', 'build testbed', 'build devhost', 'real parts'];
  let browser;
  await stages.stage('browser', { needs: ['npm packages'] }, async () => {
    browser = await findBrowser();
    return one(`${browser.file}, ${browser.how}`);
  });
  await browserSpecs(running, () => browser.file);
  await stages.command('signals', running, ['node', 'scripts/signals.mjs'], own);
  await stages.command('demo smoke', running, ['node', 'scripts/demo.mjs', '--smoke'], own);
}

/** What only a real Elasticsearch can tell, asked of the one that the specs' system has filled. */
async function elasticsearchStages(url, file) {
  await stages.command('elasticsearch signals', ['system for specs'], ['node', 'scripts/check-elasticsearch.mjs', '--stack', file], own);
  await stages.command('go test elasticsearch', ['system for specs'], ['go', 'test', '-json', '-count=1', '-tags', 'elasticsearch', '-run', 'Elasticsearch', './internal/elastic'], {
    cwd: join(root, 'devhost'),
    env: { GOWORK: 'off', CGO_ENABLED: '0', STRATA_TEST_ELASTICSEARCH_URL: url },
    count: goCounts,
    show: goFailures,
  });
}

async function browserSpecs(running, chromium) {
  let stack;
  const file = join(workDir(), 'test-stack.json');
  rmSync(workDir('screenshots'), { recursive: true, force: true });
  await stages.stage('system for specs', { needs: [...running, 'browser'] }, async () => {
    const { Stack } = await import('./lib/stack.mjs'); // needs the npm packages
    stack = new Stack({ name: 'test', programs: made, parts: made.parts, elasticsearch: made.elasticsearch, onDeath: say });
    process.once('SIGTERM', () => process.exit(143));
    onceNpmEnds(() => process.exit(143));
    process.once('SIGINT', () => process.exit(130));
    // A forecast needs several full hours.
    await stack.start({ grafanaUrl: process.env.GRAFANA_URL, preferDefaults: false, hours: 3 });
    stack.writeDescription(file);
    return one(stack.urls.grafana);
  });
  try {
    await stages.command('browser specs', ['system for specs'], [bin('playwright'), 'test'], {
      ...inRoot,
      env: { STRATA_STACK: file, get CHROMIUM() { return chromium(); }, FORCE_COLOR: '0' },
      count: playwrightCounts,
    });
    if (stack?.urls.elasticsearch && !process.env.GRAFANA_URL) {
      await elasticsearchStages(stack.urls.elasticsearch, file);
    }
  } finally {
    await stack?.stop();
  }
}

say(`Strata tests on Node ${process.versions.node}; logs go to .strata/log/, screenshots to .strata/screenshots/`);
await stages.stage('tools', { needs: [] }, async () => one(await checkTools()));
await stages.stage('npm packages', { needs: ['tools'] }, async () => one(await npmPackages(silent)));
await Promise.all([frontBuilds(), goBuilds()]);
await Promise.all([programs(), checks()]);
process.exitCode = stages.finish(elapsed()) ? 0 : 1;
