// History for a new Prometheus: the testbed writes OpenMetrics in pieces, promtool makes blocks of each piece. The last
// hours come before Prometheus starts, so that pages have something to show; the days before them in the background
// (Prometheus looks for new blocks once a minute).
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './run.mjs';

// A rate needs two samples in a minute for views of up to 12 hours; views of days have wider windows.
const recentStep = '30s';
const olderStep = '60s';

async function makeBlocks(promtool, file, dataDir, signal) {
  await run(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', file, dataDir], { nice: true, signal });
  rmSync(file);
}

/** Takes pieces as soon as the testbed has finished them: all but the last one while it writes. */
async function takePieces(promtool, pieces, dataDir, isWritten, signal) {
  let taken = 0;
  for (;;) {
    const written = isWritten();
    const files = readdirSync(pieces).sort();
    const ready = written ? files : files.slice(0, -1);
    for (const name of ready) {
      await makeBlocks(promtool, join(pieces, name), dataDir, signal);
      taken += 1;
    }
    if (written && ready.length === files.length) {
      return taken;
    }
    await sleep(200, undefined, { signal });
  }
}

async function write({ testbed, promtool, dir, dataDir, name, args, signal }) {
  const pieces = join(dir, `history-${name}`);
  mkdirSync(pieces);
  mkdirSync(dataDir, { recursive: true });
  let written = false;
  const all = ['history', '--split', '2h', '--out', join(pieces, 'piece.om'), '--state', join(dir, `history-${name}.json`), ...args];
  const writing = run(testbed, all, { nice: true, signal }).finally(() => {
    written = true;
  });
  try {
    const [, taken] = await Promise.all([writing, takePieces(promtool, pieces, dataDir, () => written, signal)]);
    return taken;
  } finally {
    rmSync(pieces, { recursive: true, force: true });
  }
}

/** RFC 3339 at a whole step of the recent history, where both histories meet. */
function atStep(time) {
  return new Date(Math.floor(time / 30_000) * 30_000).toISOString();
}

const pastFaults = (faults) => (faults ? ['--faults', faults] : []);

/**
 * Writes the last hours up to now; what nobody needs hours of, only for the time `rest` before it.
 * @param {{testbed: string, promtool: string, dir: string, dataDir: string, hours: number, rest?: string, faults?: string}} options
 *   `faults` are past ones, as `testbed history --faults` takes them
 * @returns {Promise<{start: number, state: string}>} where it starts (ms since 1970), and the file from which
 *   `testbed serve --state` goes on, so that no counter falls back
 */
export async function recentHistory({ hours, rest = '1h', faults, ...options }) {
  const now = Date.now();
  const args = ['--days', String(hours / 24), '--step', recentStep, '--end', atStep(now), '--rest', rest, ...pastFaults(faults)];
  await write({ ...options, name: 'recent', args });
  return { start: now - hours * 3_600_000, state: join(options.dir, 'history-recent.json') };
}

/**
 * Writes the minutes before `end` (ms since 1970) with all metrics, or those that the regular expression `only` matches; `faults`
 * as for recentHistory.
 */
export function pieceOfHistory({ name, minutes, end, only = '', faults, ...options }) {
  const args = ['--days', String(minutes / 1440), '--step', olderStep, '--end', atStep(end), '--set', 'all', '--only', only, ...pastFaults(faults)];
  return write({ ...options, name, args });
}

/** Writes the days before `end` (ms since 1970) while everything runs; `signal` ends it early. */
export function olderHistory({ days, end, ...options }) {
  const args = ['--days', String(days), '--step', olderStep, '--end', atStep(end - 60_000), '--incidents', '4'];
  return write({ ...options, name: 'older', args });
}
