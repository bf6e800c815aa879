// Days of history for a new Prometheus: the testbed writes OpenMetrics, promtool makes blocks of it.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { bytes } from './log.mjs';
import { run } from './run.mjs';

/** Runs the testbed's history command into a file. */
async function writeOpenMetrics(testbed, args, file) {
  const child = spawn(testbed, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`testbed history ended with code ${code}`))));
  });
  await Promise.all([pipeline(child.stdout, createWriteStream(file)), ended]);
}

/**
 * Fills an empty Prometheus folder with history up to now.
 * @param {{testbed: string, promtool: string, dir: string, dataDir: string, days: number, step: string}} options
 */
export async function backfill({ testbed, promtool, dir, dataDir, days, step }, note) {
  const file = join(dir, 'history.om');
  mkdirSync(dataDir, { recursive: true });
  note('the testbed writes it');
  await writeOpenMetrics(testbed, ['history', '--days', String(days), '--step', step], file);
  const { size } = statSync(file);
  note('promtool makes blocks');
  await run(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', '--max-block-duration=48h', file, dataDir]);
  rmSync(file);
  return `${days} days, ${bytes(size)} of OpenMetrics`;
}
