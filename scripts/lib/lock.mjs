// A lock between processes of one machine, for work that must be done once (building the tools).
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const staleMs = 60_000;
const beatMs = 5_000;

async function isStale(dir) {
  try {
    const age = Date.now() - (await stat(dir)).mtimeMs;
    return age > staleMs;
  } catch {
    return false; // it was just given back
  }
}

async function holder(dir) {
  return readFile(join(dir, 'pid'), 'utf8').catch(() => 'another process');
}

async function take(dir, onWait) {
  for (let said = false; ; ) {
    try {
      await mkdir(dir);
      await writeFile(join(dir, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    }
    if (await isStale(dir)) {
      await rm(dir, { recursive: true, force: true });
      continue;
    }
    if (!said) {
      onWait(await holder(dir));
      said = true;
    }
    await sleep(500);
  }
}

/**
 * Runs `work` while holding the lock `dir` (a folder that exists only while it is held). The holder touches it
 * every 5 s; one that was not touched for 60 s belongs to a process that died, and is taken over.
 */
export async function withLock(dir, work, onWait = () => {}) {
  await take(dir, onWait);
  const beat = setInterval(() => utimes(dir, new Date(), new Date()).catch(() => {}), beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(dir, { recursive: true, force: true });
  }
}
