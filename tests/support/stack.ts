// The running system that the specs talk to: written by scripts/test.mjs (STRATA_STACK) or by `npm run demo`.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '..', '..');
const file = process.env.STRATA_STACK ?? resolve(root, '.strata', 'demo.json');

interface Stack {
  kind: 'devhost' | 'grafana';
  urls: { grafana: string; prometheus: string; alertmanager: string; testbed: string };
  /** How Alertmanager reaches Strata: the service account's token and the source with its token. */
  ingest: { url: string; source: string; bearer: string; token: string };
  /** The promtool of the system's Prometheus. */
  promtool: string;
  pids: { devhost?: number };
  /** How the stack's own programs were started; there is no devhost where the stack uses a Grafana. */
  commands: { devhost: { command: string; args: string[]; env: Record<string, string> } };
}

export function readStack(): Stack {
  if (!existsSync(file)) {
    throw new Error('No system is running. Start one with "npm run demo" in another terminal, or run "npm test", which starts its own.');
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Stack;
}

/** Breaks or mends the shop: `fault('start', 'bad-deploy')`, `fault('stop')`. */
export async function fault(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('node', ['scripts/fault.mjs', ...args], {
    cwd: root,
    env: { ...process.env, STRATA_STACK: file },
  });
  return stdout;
}
