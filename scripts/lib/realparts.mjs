// The real Prometheus, promtool and Alertmanager: from PATH, else out of Docker's images, else built from their Go
// modules. What had to be fetched or built is kept in the cache, one file per name and version.
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { duration, step, stopwatch } from './log.mjs';
import { cacheDir, platform } from './paths.mjs';
import { run, succeeds } from './run.mjs';

const prometheus = { module: 'github.com/prometheus/prometheus', tag: 'v0.315.0', version: '3.15.0', oldest: 3 };
const alertmanager = { module: 'github.com/prometheus/alertmanager', tag: 'v0.34.2', version: '0.34.2', oldest: 0.27 };

const parts = {
  prometheus: { ...prometheus, image: 'prom/prometheus:v3.15.0', pkg: './cmd/prometheus' },
  promtool: { ...prometheus, image: 'prom/prometheus:v3.15.0', pkg: './cmd/promtool' },
  alertmanager: { ...alertmanager, image: 'prom/alertmanager:v0.34.2', pkg: './cmd/alertmanager' },
};

function cachedFile(name) {
  return join(cacheDir(), `${name}-${parts[name].version}-${platform.os}-${platform.arch}${platform.exe}`);
}

/** The version that a program on PATH prints, as { text, number } with number = major.minor; undefined if it is not there. */
async function versionOnPath(name) {
  try {
    const { output } = await run(name, ['--version'], { timeoutMs: 10_000 });
    const match = /version (\d+)\.(\d+)\.(\d+)/.exec(output);
    return match && { text: match.slice(1).join('.'), number: Number(`${match[1]}.${match[2].padStart(2, '0')}`) };
  } catch {
    return undefined;
  }
}

async function fromPath(name, note) {
  const found = await versionOnPath(name);
  if (!found) {
    return undefined;
  }
  if (found.number < parts[name].oldest) {
    note(`${name} ${found.text} on PATH is older than ${parts[name].oldest}: not used`);
    return undefined;
  }
  return { file: name, from: `PATH (${found.text})` };
}

async function publish(name, file) {
  await chmod(file, 0o755);
  await rename(file, cachedFile(name));
}

/** Copies the program out of the official image; only on Linux, where the image's static binaries run. */
async function fromDocker(name, scratch, note) {
  if (platform.os !== 'linux' || !(await succeeds('docker', ['info']))) {
    return false;
  }
  const { image } = parts[name];
  note(`taking ${name} out of ${image}`);
  try {
    const id = (await run('docker', ['create', image], { timeoutMs: 300_000 })).stdout.trim();
    await run('docker', ['cp', `${id}:/bin/${name}`, join(scratch, name)]);
    await run('docker', ['rm', id]);
  } catch (error) {
    note(`Docker could not give ${name} (${error.message.split('\n')[0]}): building it`);
    return false;
  }
  await publish(name, join(scratch, name));
  return true;
}

/** Go's environment for building programs of other modules. */
export const goEnv = { GOWORK: 'off', GOFLAGS: '', CGO_ENABLED: '0' };

/** Downloads a Go module through the proxy and gives its folder. */
export async function moduleDir({ module, tag }, scratch) {
  const { stdout } = await run('go', ['mod', 'download', '-json', `${module}@${tag}`], { cwd: scratch, env: goEnv });
  return JSON.parse(stdout).Dir;
}

/** Alertmanager embeds a user interface that its module does not carry; its API, which Strata uses, is complete without. */
async function withStubInterface(dir, scratch) {
  const copy = join(scratch, 'alertmanager-source');
  await cp(dir, copy, { recursive: true });
  await run('chmod', ['-R', 'u+w', copy]);
  await mkdir(join(copy, 'ui', 'app', 'dist'), { recursive: true });
  const page = '<!doctype html><title>Alertmanager</title><p>Built without its user interface; the API is below /api/v2.</p>';
  await writeFile(join(copy, 'ui', 'app', 'dist', 'index.html'), page);
  return copy;
}

async function fromSource(name, scratch, note) {
  const part = parts[name];
  note(`downloading ${part.module} ${part.tag}`);
  const downloaded = await moduleDir(part, scratch);
  const dir = name === 'alertmanager' ? await withStubInterface(downloaded, scratch) : downloaded;
  note(`compiling ${name}`);
  const flags = [
    '-buildvcs=false',
    '-p', String(availableParallelism()),
    '-tags', 'remove_all_sd', // service discovery of clouds is most of the build and not needed here
    '-ldflags', `-s -w -X github.com/prometheus/common/version.Version=${part.version}`,
  ];
  const out = join(scratch, name);
  await run('go', ['build', '-C', dir, ...flags, '-o', out, part.pkg], { env: goEnv, nice: true });
  await publish(name, out);
}

async function makeInto(name, note) {
  const scratch = await mkdtemp(join(cacheDir(), '.making-'));
  try {
    if (await fromDocker(name, scratch, note)) {
      return `out of ${parts[name].image}`;
    }
    await fromSource(name, scratch, note);
    return `built from ${parts[name].module} ${parts[name].tag}`;
  } finally {
    await run('chmod', ['-R', 'u+w', scratch]).catch(() => {});
    await rm(scratch, { recursive: true, force: true });
  }
}

async function obtain(name, note) {
  const onPath = await fromPath(name, note);
  if (onPath) {
    return onPath;
  }
  const file = cachedFile(name);
  if (existsSync(file)) {
    return { file, from: `cache (${parts[name].version})` };
  }
  const wait = (pid) => note(`waiting for process ${pid}, which makes the same file`);
  return withLock(`${file}.lock`, async () => {
    if (existsSync(file)) {
      return { file, from: `cache (${parts[name].version})` };
    }
    const elapsed = stopwatch();
    const how = await makeInto(name, note);
    return { file, from: `${how} in ${duration(elapsed())}` };
  }, wait);
}

/**
 * Gives runnable paths of the real parts: { prometheus, promtool, alertmanager }. The first run on a machine without
 * them builds for some minutes; later runs take them from the cache.
 */
export async function realParts() {
  const files = {};
  for (const name of Object.keys(parts)) {
    await step(`${name}`, async (note) => {
      const { file, from } = await obtain(name, note);
      files[name] = file;
      return `from ${from}`.replace(/^from (out of|built from)/, '$1');
    });
  }
  return files;
}
