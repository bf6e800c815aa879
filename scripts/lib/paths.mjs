// Where things are: the repository, its build outputs, the cache of built tools, the folder for a run's files.
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(import.meta.url), '..', '..', '..');

/** Go's names of this machine: { os: "linux", arch: "amd64", exe: "" }. */
export const platform = {
  os: { win32: 'windows' }[process.platform] ?? process.platform,
  arch: { x64: 'amd64', ia32: '386' }[process.arch] ?? process.arch,
  exe: process.platform === 'win32' ? '.exe' : '',
};

/** Name of the plugin's backend binary for this machine, as Grafana looks for it in dist/. */
export const backendBinary = `gpx_strata_${platform.os}_${platform.arch}${platform.exe}`;

/** The folder that keeps built tools over runs: $STRATA_CACHE, else $XDG_CACHE_HOME/strata, else ~/.cache/strata. */
export function cacheDir() {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const dir = process.env.STRATA_CACHE || join(base, 'strata');
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** The repository's own folder for stamps, reports and screenshots; it is ignored by git. */
export function workDir(...parts) {
  const dir = join(root, '.strata', ...parts);
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** A new empty folder for one run. */
export function runDir(name) {
  return mkdtempSync(join(tmpdir(), `strata-${name}-`));
}

/** Whether a path below the repository exists. */
export function has(...parts) {
  return existsSync(join(root, ...parts));
}
