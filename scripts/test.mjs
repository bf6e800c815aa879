// npm test: sets up a fresh clone and runs every check and test, two lanes at a time where they do not disturb each other.
import { rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './lib/browser.mjs';
import { goCounts, goFailures, jestCounts, nodeCounts, ownCounts, playwrightCounts } from './lib/counts.mjs';
import { elasticsearch } from './lib/elasticsearch.mjs';
import { say, stopwatch } from './lib/log.mjs';
import { has, root, workDir } from './lib/paths.mjs';
import { backend, devhostWeb, frontend, goProgram, npmPackages } from './lib/prepare.mjs';
import { realParts } from './lib/realparts.mjs';
import { succeeds } from './lib/run.mjs';
import { Stages } from './lib/stages.mjs';
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
  return dir === '.' ? ['api', 'bench', 'catalog', 'pkg'].filter((folder) => has(folder)).map((folder) => `./${folder}/...`) : ['./...'];
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

function go(name, dir, race) {
  const cwd = join(root, dir);
  const env = { GOWORK: 'off', CGO_ENABLED: race.length > 0 ? '1' : '0', ...inMemory() };
  const detail = race.length > 0 ? undefined : 'without -race: no C compiler here';
  return stages.command(name, ['tools'], ['go', 'test', '-json', '-count=1', '-timeout', '45m', '-p', '2', ...race, ...packagesOf(dir)], {
    cwd, env, count: goCounts, show: goFailures, detail: () => detail,
  });
}

function vet(name, dir) {
  // Without cgo, as the programs are built: what they compiled is used again.
  const env = { GOWORK: 'off', CGO_ENABLED: '0' };
  return stages.command(name, ['tools'], ['go', 'vet', ...packagesOf(dir)], { cwd: join(root, dir), env });
}

async function frontLane() {
  await stages.stage('build front end', { needs: ['npm packages'] }, async () => one(await frontend()));
  await stages.stage('build devhost page', { needs: ['npm packages'] }, async () => one(await devhostWeb()));
  await stages.command('typecheck', ['npm packages'], ['npm', 'run', '--silent', 'typecheck'], inRoot);
  await stages.command('lint', ['npm packages'], ['npm', 'run', '--silent', 'lint'], inRoot);
  await stages.command('knip', ['npm packages'], [bin('knip')], inRoot);
  await stages.command('jest', ['npm packages'], [bin('jest'), '--maxWorkers=1'], { ...inRoot, count: jestCounts });
  await stages.command('scripts', ['npm packages'], ['node', 'scripts/script-tests.mjs'], { ...inRoot, count: nodeCounts });
  await stages.command('bundle report', ['build front end'], ['node', 'scripts/bundle-report.mjs'], own);
  await stages.command('compatible with 12.4', ['npm packages'], ['node', 'scripts/levitate.mjs'], own);
}

async function goLane() {
  const race = await raceFlags();
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
  for (const [name, dir] of [['root', '.'], ['testbed', 'testbed'], ['devhost', 'devhost']]) {
    await vet(`go vet ${name}`, dir);
    await go(`go test ${name}`, dir, race);
  }
}

/** Stages that look at finished builds, or need the machine for themselves. */
async function together() {
  await stages.command('generated files', ['npm packages'], ['node', 'scripts/generate.mjs', '--check'], own);
  await stages.command('alert rules', ['npm packages', 'real parts'], ['node', 'scripts/check-alert-rules.mjs'], own);
  await stages.command('provisioning', ['real parts'], ['node', 'scripts/check-provisioning.mjs'], own);
  await stages.command('plugin validation', ['build front end', 'build backend'], ['node', 'scripts/validate.mjs'], own);
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
await Promise.all([frontLane(), goLane()]);
await together();
process.exitCode = stages.finish(elapsed()) ? 0 : 1;
