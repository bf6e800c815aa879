// How the testbed (testbed/README.md) is called, in one place.
import { join } from 'node:path';
import { run } from './run.mjs';

/** Arguments that start the shop; its state (running faults, truth) and logs are below `dir`. */
export function serveArgs({ port, dir }) {
  return ['serve', '--listen', `127.0.0.1:${port}`, '--state', join(dir, 'testbed'), '--logs', join(dir, 'logs')];
}

/** Runs `testbed fault …` against a running testbed and gives what it printed. */
export async function fault({ program, url }, args) {
  const [verb, ...rest] = args;
  const { stdout } = await run(program, ['fault', verb, '--url', url, ...rest], { timeoutMs: 20_000 });
  return stdout.trimEnd();
}
