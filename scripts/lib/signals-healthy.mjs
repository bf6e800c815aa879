// Holds that a healthy shop fires no alert: pieces of its past at different hours of the day, in a Prometheus of their own,
// and over each piece's last minutes the conditions of the whole alert pack.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { pieceOfHistory } from './history.mjs';
import { step } from './log.mjs';
import { root, runDir } from './paths.mjs';
import { freePorts } from './ports.mjs';
import { run } from './run.mjs';
import { inParallel } from './signals-ask.mjs';
import { Supervisor } from './supervisor.mjs';

const minute = 60_000;
const hour = 60 * minute;
/** Hours before the present at which healthy pieces end; the last finds the first where `offset 1d` looks. */
const hoursAgo = [27, 20, 13, 8, 3];
/** A day of its own for the rules that compare with a whole day, of the metrics that they read; looked at as its last hours pass. */
const day = { only: 'container_network_receive_bytes_total|istio_requests_total|hubble_http_requests_total', minutes: 26 * 60, hoursAgo: [72, 66, 60] };
const comparesWithADay = ({ expr }) => expr.includes('[1d:5m]');
/** The last piece, in which something is wrong, and the alert that must say so: else silence would prove nothing. */
const broken = { faults: 'crashloop:cart@-30m/30m', alert: 'PodCrashLooping' };
const pieceMinutes = 50;
const lookedAtMinutes = 15;
const atOnce = 4;

/** The rules of the pack, of every source: [{ alert, signal, expr, holdsMs }]. */
async function rules() {
  const { stdout } = await run('go', ['run', './pkg/catalog/cmd/alertpack', '--all-sources', '--grafana-url', 'http://localhost:3000'], { cwd: root });
  return parse(stdout).groups.flatMap((group) => group.rules).map(({ alert, expr, for: holds = '0s', labels }) => ({ alert, signal: labels.signal, expr, holdsMs: milliseconds(holds) }));
}

/** A duration of Prometheus such as "1h30m" in ms. */
export function milliseconds(text) {
  const units = { ms: 1, s: 1000, m: minute, h: hour, d: 24 * hour, w: 168 * hour };
  return [...text.matchAll(/(\d+)(ms|[smhdw])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * units[unit], 0);
}

/** The longest time in ms that a series of one-minute samples is there without a gap; a single sample lasts 0. */
export function longestMs(values) {
  let [from, last, longest] = [undefined, undefined, 0];
  for (const [at] of values) {
    from = last !== undefined && at - last <= minute / 1000 ? from : at;
    last = at;
    longest = Math.max(longest, (last - from) * 1000);
  }
  return longest;
}

async function series(url, expr, end) {
  const query = new URLSearchParams({ query: expr, start: String(end / 1000 - lookedAtMinutes * 60), end: String(end / 1000), step: '60' });
  const response = await fetch(`${url}/api/v1/query_range`, { method: 'POST', body: query, signal: AbortSignal.timeout(60_000) });
  const { status, data, error } = await response.json();
  if (status !== 'success') {
    throw new Error(`${error}: ${expr}`);
  }
  return data.result;
}

/** What of a rule fires at the end of a piece, as text, or undefined. */
async function firing(url, { alert, signal, expr, holdsMs }, end) {
  const holds = Math.min(holdsMs, lookedAtMinutes * minute);
  const bad = (await series(url, expr, end)).find(({ values }) => longestMs(values) >= holds);
  return bad && `${alert} (${signal}) at ${new Date(end).toISOString()}: ${JSON.stringify(bad.metric)} is ${bad.values.at(-1)[1]}`;
}

async function writePieces(options, ends, now) {
  for (const [index, end] of ends.entries()) {
    await pieceOfHistory({ ...options, name: `healthy-${index}`, minutes: pieceMinutes, end });
  }
  await pieceOfHistory({ ...options, name: 'day', minutes: day.minutes, only: day.only, end: now - Math.min(...day.hoursAgo) * hour });
  await pieceOfHistory({ ...options, name: 'broken', minutes: pieceMinutes, end: now, faults: broken.faults });
}

/** The first of the times at which a rule fires, as text. */
async function firstFiring(url, rule, ends) {
  for (const end of ends) {
    const text = await firing(url, rule, end);
    if (text) {
      return text;
    }
  }
  return undefined;
}

async function seesTheBroken(url, pack, end) {
  if (!pack.some(comparesWithADay)) {
    throw new Error('no rule compares with a day: the day of the check is written for nothing.');
  }
  const rule = pack.find(({ alert }) => alert === broken.alert);
  if (!rule || !(await firing(url, rule, end))) {
    throw new Error(`${broken.alert} does not fire although a service crashes: the check of a healthy shop sees nothing.`);
  }
}

/**
 * @param {{testbed: string, parts: {prometheus: string, promtool: string}, now?: number}} options
 * @returns {Promise<{conditions: number, firing: string[]}>} how many rules were looked at, and what fires
 */
export async function firingWhenHealthy({ testbed, parts, now = Math.floor(Date.now() / minute) * minute }) {
  const dir = runDir('healthy');
  mkdirSync(join(dir, 'log'));
  const supervisor = new Supervisor(join(dir, 'log'));
  const dataDir = join(dir, 'data');
  const ends = hoursAgo.map((ago) => now - ago * hour);
  try {
    await step(`${ends.length} pieces and a day of a healthy shop`, () => writePieces({ testbed, promtool: parts.promtool, dir, dataDir }, ends, now));
    const { prometheus: port } = await freePorts({ prometheus: 0 });
    const url = `http://127.0.0.1:${port}`;
    const config = join(dir, 'prometheus.yaml');
    writeFileSync(config, 'global: {}\n');
    await supervisor.start('prometheus', {
      command: parts.prometheus,
      args: [`--config.file=${config}`, `--storage.tsdb.path=${dataDir}`, '--storage.tsdb.retention.time=30d', `--web.listen-address=127.0.0.1:${port}`],
      readyUrl: `${url}/-/ready`,
    });
    const pack = await rules();
    await seesTheBroken(url, pack, now);
    const timesOf = (rule) => (comparesWithADay(rule) ? [...ends, ...day.hoursAgo.map((ago) => now - ago * hour)] : ends);
    const found = await inParallel(pack, atOnce, (rule) => firstFiring(url, rule, timesOf(rule)));
    return { conditions: pack.length, firing: found.filter((text) => text !== undefined) };
  } finally {
    await supervisor.stopAll();
    rmSync(dir, { recursive: true, force: true });
  }
}
