// A devhost of a spec's own: below a sub-path, with provisioning and data folders that begin empty, and as often started as wanted.
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { readStack } from './stack';

const repository = resolve(__dirname, '..', '..', 'provisioning');

export interface OwnHost {
  /** Folder that is provisioned from; what is put into it counts from the next start on. */
  provisioning: string;
  /** Starts it, or starts it again with the same data; gives its address without a slash at the end. */
  start: () => Promise<string>;
  /** Ends it and removes its folders. */
  end: () => Promise<void>;
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

export function ownHost(subPath: string): OwnHost {
  const dir = mkdtempSync(join(tmpdir(), 'strata-own-'));
  const provisioning = join(dir, 'provisioning');
  mkdirSync(provisioning);
  const { command, args, env } = readStack().commands.devhost;
  let running: ChildProcess | undefined;
  let listen = '127.0.0.1:0';
  let text = '';
  const stop = async () => {
    const { exitCode } = running ?? { exitCode: 0 };
    if (running && exitCode === null) {
      const ended = new Promise((done) => running?.once('exit', done));
      running.kill('SIGTERM');
      await ended;
    }
    running = undefined;
  };
  const start = async () => {
    await stop();
    text = '';
    const own = {
      '--listen': listen,
      '--sub-path': subPath,
      '--provisioning': provisioning,
      '--data': join(dir, 'data'),
    };
    const child = spawn(command, argsWith(args, own), { env: { ...process.env, ...env } });
    running = child;
    return new Promise<string>((ready, failed) => {
      const read = (chunk: Buffer) => {
        text += chunk.toString();
        const address = /devhost ready: (\S+?)\/\n/.exec(text)?.[1];
        if (address) {
          listen = new URL(address).host; // pages that are open find it again
          ready(address);
        }
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code) => failed(new Error(`devhost ended with ${code}: ${text.slice(-2000)}`)));
    });
  };
  const end = async () => {
    await stop();
    rmSync(dir, { recursive: true, force: true });
  };
  return { provisioning, start, end };
}
