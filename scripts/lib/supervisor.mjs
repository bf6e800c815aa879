// Starts long-running programs, each in its own process group with its own log file, and ends them all whatever happens.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const graceMs = 8_000;

function signalGroup(pid, signal) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
    return true;
  } catch {
    return false; // it is gone already
  }
}

/** The last lines of a log file, or a word that there is none. */
function tail(file, lines = 20) {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') || '(it printed nothing)';
  } catch {
    return '(no log)';
  }
}

/** Whether a GET of `url` is answered with 2xx within 2 s. */
async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

export class Supervisor {
  #processes = new Map();
  #logs;
  #stopping = false;

  /** @param {string} logDir folder for the programs' logs; it must exist */
  constructor(logDir) {
    this.#logs = logDir;
    // The last resort: 'exit' handlers cannot wait, so whatever still runs is ended hard.
    process.on('exit', () => this.#kill('SIGKILL'));
  }

  logFile(name) {
    return join(this.#logs, `${name}.log`);
  }

  /**
   * Starts a program and waits until it is ready.
   * @param {string} name used for the log file and in messages
   * @param {{command: string, args: string[], env?: Record<string, string>, cwd?: string,
   *   readyUrl?: string, ready?: () => Promise<boolean>, timeoutMs?: number, onDeath?: (text: string) => void}} options
   *   ready is when `readyUrl` answers 2xx, or `ready` gives true; `onDeath` is called when the program ends by itself later on;
   *   `timeoutMs` is long, since programs start slowly on a busy machine, and one that ends is noticed at once
   */
  async start(name, { command, args, env, cwd, readyUrl, ready, timeoutMs = 180_000, onDeath = () => {} }) {
    if (this.#stopping) {
      throw new Error(`${name} is not started: everything is being ended`); // it would outlive the rest
    }
    const log = openSync(this.logFile(name), 'a');
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log],
      detached: process.platform !== 'win32', // a group of its own, so that its children end with it
    });
    closeSync(log);
    const entry = { child, ready: false };
    entry.ended = new Promise((resolve) => {
      child.on('error', (error) => resolve(`could not be started: ${error.message}`));
      child.on('exit', (code, signal) => resolve(`ended with ${signal ?? `code ${code}`}`));
    });
    this.#processes.set(name, entry);
    entry.ended.then((how) => {
      entry.dead = how;
      if (entry.ready && !entry.stopped && !this.#stopping) {
        onDeath(`${name} ${how}; last lines of its log:\n${tail(this.logFile(name))}`);
      }
    });
    await this.#untilReady(name, entry, ready ?? (readyUrl ? () => answers(readyUrl) : undefined), timeoutMs);
  }

  async #untilReady(name, entry, ready, timeoutMs) {
    const deadline = Date.now() + timeoutMs;
    while (ready && !entry.dead && !(await ready())) {
      if (Date.now() > deadline) {
        throw new Error(`${name} was not ready within ${timeoutMs / 1000} s:\n${tail(this.logFile(name))}`);
      }
      await Promise.race([sleep(100), entry.ended]);
    }
    if (entry.dead) {
      throw new Error(`${name} ${entry.dead}:\n${tail(this.logFile(name))}`);
    }
    entry.ready = true;
  }

  pid(name) {
    return this.#processes.get(name)?.child.pid;
  }

  /** Ends one program: SIGTERM to its group, after 8 s SIGKILL. */
  async stop(name) {
    const entry = this.#processes.get(name);
    if (!entry) {
      return;
    }
    entry.stopped = true;
    if (!entry.dead && entry.child.pid) {
      signalGroup(entry.child.pid, 'SIGTERM');
      await Promise.race([entry.ended, sleep(graceMs, undefined, { ref: false })]);
    }
    if (entry.child.pid) {
      signalGroup(entry.child.pid, 'SIGKILL'); // children that outlived their parent
    }
    this.#processes.delete(name);
  }

  /** Ends all programs, the latest started first. */
  async stopAll() {
    this.#stopping = true;
    for (const name of [...this.#processes.keys()].reverse()) {
      await this.stop(name);
    }
  }

  #kill(signal) {
    for (const { child } of this.#processes.values()) {
      if (child.pid) {
        signalGroup(child.pid, signal);
      }
    }
  }
}

/**
 * Calls `ended` once the npm that runs this script is gone: npm passes a signal to its shell only, which ends without telling its child.
 * Does nothing for a script that npm does not run.
 */
export function onceNpmEnds(ended) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') {
    return;
  }
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(timer);
      ended();
    }
  }, 500);
  timer.unref();
}

/**
 * A promise that is fulfilled with the signal's name at the first Ctrl-C or SIGTERM, also of the npm that runs this. A second one ends
 * at once (with the supervisor's hard end).
 */
export function untilSignal() {
  return new Promise((resolve) => {
    let seen = false;
    onceNpmEnds(() => resolve('the end of npm'));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        if (seen) {
          process.exit(130);
        }
        seen = true;
        resolve(signal);
      });
    }
  });
}
