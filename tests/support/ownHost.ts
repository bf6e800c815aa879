// A devhost, or a Grafana, of a spec's own: below a sub-path, with provisioning and data folders that begin empty, and as often started as wanted.
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type APIRequestContext } from '@playwright/test';

import { ingestHeaders } from './deliveries';
import { grafanaProgram, ingestToken, type Program, sourceToken } from './ownGrafana';
import { credentials } from './people';
import { readStack } from './stack';

const repository = resolve(__dirname, '..', '..', 'provisioning');
const patienceMs = 120_000;

export interface OwnHost {
  /** Folder that is provisioned from; what is put into it counts from the next start on. */
  provisioning: string;
  /** Starts it, or starts it again with the same data; gives its address without a slash at the end. */
  start: () => Promise<string>;
  /** Signs a browser's session in as its administrator. */
  signIn: (request: APIRequestContext) => Promise<void>;
  /** Headers of a delivery to its source "alertmanager". */
  headers: () => Promise<Record<string, string>>;
  /** Its process; undefined before the first start. */
  pid: () => number | undefined;
  /** Ends it and removes its folders. */
  end: () => Promise<void>;
}

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? found(address.port) : failed(new Error('no port'))));
    });
  });
}

/** Copies a file that comes with Strata. */
export function provision(host: OwnHost, folder: string, name: string): string {
  const file = join(host.provisioning, folder, name);
  mkdirSync(join(host.provisioning, folder), { recursive: true });
  cpSync(join(repository, folder, name), file);
  return file;
}

/** The arguments of the stack's devhost with these instead. */
function argsWith(args: string[], changes: Record<string, string>): string[] {
  const kept = args.flatMap((flag, index) =>
    index % 2 === 0 && !(flag in changes) ? [flag, args[index + 1] ?? ''] : []
  );
  return [...kept, ...Object.entries(changes).flat()];
}

function devhostProgram(dir: string, address: string): Program {
  const { command, args, env } = readStack().commands.devhost;
  const { host, pathname } = new URL(address);
  const own = {
    '--listen': host,
    '--sub-path': pathname,
    '--provisioning': join(dir, 'provisioning'),
    '--data': join(dir, 'data'),
  };
  return { command, args: argsWith(args, own), env };
}

async function answers(address: string): Promise<boolean> {
  return fetch(`${address}/api/health`).then(
    ({ ok }) => ok,
    () => false
  );
}

/** Starts a program and waits until it answers at `address`; throws what it said when it ends instead. */
async function launch({ command, args, env }: Program, dir: string, address: string): Promise<ChildProcess> {
  const child = spawn(command, args, { cwd: dir, env: { ...process.env, ...env } });
  let text = '';
  const read = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const deadline = Date.now() + patienceMs;
  while (child.exitCode === null && Date.now() < deadline) {
    if (await answers(address)) {
      return child;
    }
    await sleep(200);
  }
  child.kill('SIGKILL');
  throw new Error(`${command} did not start (${child.exitCode}): ${text.slice(-4000)}`);
}

export function ownHost(port: number, subPath: string): OwnHost {
  const dir = mkdtempSync(join(tmpdir(), 'strata-own-'));
  const provisioning = join(dir, 'provisioning');
  mkdirSync(provisioning);
  const address = `http://127.0.0.1:${port}${subPath}`;
  const devhost = readStack().kind === 'devhost';
  let running: ChildProcess | undefined;
  const stop = async () => {
    if (running && running.exitCode === null) {
      const ended = new Promise((done) => running?.once('exit', done));
      running.kill('SIGTERM');
      await ended;
    }
    running = undefined;
  };
  return {
    provisioning,
    start: async () => {
      await stop();
      running = await launch(devhost ? devhostProgram(dir, address) : grafanaProgram(dir, address), dir, address);
      return address;
    },
    signIn: async (request) => {
      const response = await request.post(`${address}/login`, { data: credentials('admin') });
      if (!response.ok()) {
        throw new Error(`Signing in at ${address}: ${response.status()} ${await response.text()}`);
      }
    },
    headers: async () =>
      devhost ? ingestHeaders() : ingestHeaders({ bearer: await ingestToken(address), token: sourceToken }),
    pid: () => running?.pid,
    end: async () => {
      await stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
