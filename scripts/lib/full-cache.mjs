// What the real parts of --full are made of is made once, and kept in the cache: a file or a folder by name and version.
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withLock } from './lock.mjs';
import { duration, stopwatch } from './log.mjs';
import { cacheDir } from './paths.mjs';
import { run } from './run.mjs';

async function make(file, work) {
  const scratch = await mkdtemp(join(cacheDir(), '.making-'));
  try {
    const made = join(scratch, basename(file));
    await work(scratch, made);
    await rename(made, file); // whole or not at all
  } finally {
    await run('chmod', ['-R', 'u+w', scratch]).catch(() => {}); // copies of Go's module cache are read-only
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Gives a file or folder of the cache, made once: `work(scratch, made)` has to leave it at the path `made`, and may use
 * the folder `scratch`. Processes that want the same wait for each other.
 * @returns {Promise<{file: string, from: string}>} `from` says for people where it came from
 */
export async function once(name, note, work) {
  const file = join(cacheDir(), name);
  const cached = { file, from: 'cache' };
  if (existsSync(file)) {
    return cached;
  }
  const wait = (pid) => note(`waiting for process ${pid}, which makes the same file`);
  return withLock(`${file}.lock`, async () => {
    if (existsSync(file)) {
      return cached;
    }
    const elapsed = stopwatch();
    await make(file, work);
    return { file, from: `made in ${duration(elapsed())}` };
  }, wait);
}
