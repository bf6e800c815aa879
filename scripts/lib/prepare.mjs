// Everything that has to be there before Strata runs: npm packages, the built plugin, the Go programs beside it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './log.mjs';
import { backendBinary, has, platform, root, workDir } from './paths.mjs';
import { run } from './run.mjs';
import { unlessUnchanged } from './stamp.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** The packages of the lock file that are not installed in exactly that version. */
function outdatedPackages() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) {
    return ['all'];
  }
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted)
    .filter(([path, { version, optional, link }]) => path && !optional && !link && installed[path]?.version !== version)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
}

/** `npm ci` where packages are missing or older than the lock file says. */
export async function npmPackages(note) {
  const outdated = outdatedPackages();
  if (outdated.length === 0) {
    return 'as in the lock file';
  }
  note('npm ci');
  // The browser comes from the system (scripts/lib/browser.mjs), never as a hidden download of an install.
  await run(npm, ['ci', '--no-audit', '--no-fund'], { cwd: root, env: { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' } });
  return outdated[0] === 'all' ? 'installed' : `installed again, ${outdated.length} had changed (${outdated[0]} …)`;
}

const frontendInputs = ['src', '.config', 'webpack.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json', 'README.md', 'CHANGELOG.md', 'LICENSE'];

/** Builds the front end into dist/ unless nothing changed. */
export function frontend() {
  return unlessUnchanged('frontend', frontendInputs, 'dist/module.js', async () => {
    await run(npm, ['run', '--silent', 'build:frontend'], { cwd: root });
    return 'built';
  });
}

const noCgo = { CGO_ENABLED: '0' };

/**
 * Builds the plugin's backend into dist/ for one platform (this machine's by default). Go's own cache makes it quick
 * when nothing changed.
 */
export async function backend({ os = platform.os, arch = platform.arch } = {}) {
  const name = os === platform.os && arch === platform.arch ? backendBinary : `gpx_strata_${os}_${arch}${os === 'windows' ? '.exe' : ''}`;
  await run('go', ['build', '-ldflags', '-s -w', '-o', join(root, 'dist', name), './pkg'], {
    cwd: root,
    env: { ...noCgo, GOOS: os, GOARCH: arch },
  });
  return name;
}

/** Builds a Go program of another module of the repository and gives its file. */
export async function goProgram(name, dir, pkg = '.') {
  const file = join(workDir('bin'), `${name}${platform.exe}`);
  await run('go', ['build', '-o', file, pkg], { cwd: join(root, dir), env: { ...noCgo, GOWORK: 'off' } });
  return file;
}

/** Builds the web page of devhost. */
export function devhostWeb() {
  const inputs = ['devhost/web', 'package-lock.json'];
  return unlessUnchanged('devhost-web', inputs, 'devhost/web/dist/index.html', async () => {
    await run('node', ['devhost/web/build.mjs'], { cwd: root });
    return 'built';
  });
}

/**
 * Everything the demo and the browser specs run, in the shortest order: the front end (Node) is built while Go compiles.
 * @returns {Promise<{testbed: string, devhost: string}>} the programs' files
 */
export async function prepareAll() {
  await step('npm packages', npmPackages);
  const [, programs] = await Promise.all([
    step('front end', frontend).then(() => step('devhost page', devhostWeb)),
    (async () => {
      await step('backend', () => backend());
      const testbed = await goProgramStep('testbed', 'testbed');
      const devhost = await goProgramStep('devhost', 'devhost', '.');
      return { testbed, devhost };
    })(),
  ]);
  if (!has('dist', 'plugin.json') || !has('dist', backendBinary)) {
    throw new Error('dist/ is not complete after the build: plugin.json or the backend is missing. Delete dist/ and .strata/stamps and try again.');
  }
  return programs;
}

async function goProgramStep(name, dir, pkg) {
  let file = '';
  await step(name, async () => {
    file = await goProgram(name, dir, pkg);
  });
  return file;
}
