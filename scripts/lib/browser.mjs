// Finds a Chromium for the browser specs, or installs one, and says how.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './paths.mjs';
import { run, succeeds } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

function onPath() {
  for (const name of names) {
    for (const dir of (process.env.PATH ?? '').split(delimiter)) {
      if (dir && existsSync(join(dir, name))) {
        return join(dir, name);
      }
    }
  }
  return undefined;
}

/** Playwright's own Chromium, where one was downloaded for the installed version. */
async function downloaded() {
  const script = "process.stdout.write(require('@playwright/test').chromium.executablePath())";
  const { stdout, code } = await run('node', ['-e', script], { cwd: root, allowFailure: true });
  return code === 0 && existsSync(stdout) ? stdout : undefined;
}

async function download() {
  const works = await succeeds('npx', ['--no-install', 'playwright', 'install', 'chromium'], { cwd: root, timeoutMs: 300_000 });
  return works ? downloaded() : undefined;
}

async function fromDebian() {
  if (process.getuid?.() !== 0 || !(await succeeds('apt-get', ['--version']))) {
    return undefined;
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await succeeds('apt-get', ['update', '-qq'], { env, timeoutMs: 180_000 });
  const args = ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
  await succeeds('apt-get', args, { env, timeoutMs: 600_000 });
  return onPath();
}

const ways = [
  { how: 'from PATH', find: async () => onPath() },
  { how: 'the one that Playwright downloaded before', find: downloaded },
  { how: 'downloaded by Playwright', find: download },
  { how: 'installed with apt-get', find: fromDebian },
];

/** Gives { file, how } of a Chromium; $CHROMIUM names one. Throws with what to do when there is none. */
export async function findBrowser(note = () => {}) {
  if (process.env.CHROMIUM) {
    return { file: process.env.CHROMIUM, how: 'from $CHROMIUM' };
  }
  for (const { how, find } of ways) {
    note(how);
    const file = await find();
    if (file) {
      return { file, how };
    }
  }
  throw new Error('No Chromium: none is on PATH, Playwright could not download one, and apt-get could not install one. Install Chromium or Chrome, or set CHROMIUM to its path.');
}
