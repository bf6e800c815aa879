// The figures of a run as tables that can be pasted into docs/benchmarks.md.
import { cpus, loadavg, release, totalmem, type } from 'node:os';

const kB = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const ratio = (a, b) => (b > 0 ? (a / b).toFixed(2) : '–');

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

export function machine(browserVersion) {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${cpus().length} × ${cpus()[0].model.trim()}, ${memory}, ${type()} ${release()}, Node ${process.versions.node}, Chromium ${browserVersion}, load average ${loadavg()[0].toFixed(1)}`;
}

/** Queries of panels: on open, near the screen, after scrolling, all at once. */
export function queryTable(results) {
  return table(
    ['page', 'panels near the screen', 'panel requests on open', 'panel queries on open', 'after scrolling to the end', 'asked twice', 'all at once (reference)', 'open / reference', 'other queries on open'],
    results.map(({ name, cold, reference }) => [
      name, cold.panels, cold.panelRequests, cold.panelQueries, cold.end.panelQueries, cold.end.twice, reference.panelQueries,
      ratio(cold.panelQueries, reference.panelQueries), cold.otherQueries,
    ])
  );
}

export function timeTable(results) {
  return table(
    ['page', 'first panel cold', 'warm', 'all at once (reference)', 'cold / reference', 'long tasks cold', 'warm', 'reference'],
    results.map(({ name, cold, warm, reference }) => [
      name, seconds(cold.drawnAt), seconds(warm.drawnAt), seconds(reference.drawnAt), ratio(cold.drawnAt, reference.drawnAt),
      ...[cold, warm, reference].map((one) => `${one.longTasks}, ${seconds(one.longTaskMs)}`),
    ])
  );
}

export function byteTable(results) {
  return table(
    ['page', 'JS cold', 'the same gzipped', 'JS warm', 'API cold', 'API warm', 'data cold', 'data, all at once (reference)'],
    results.map(({ name, cold, warm, reference }) => [name, cold.js, cold.gzip, warm.js, cold.api, warm.api, cold.data, reference.data].map((cell, index) => (index === 0 ? cell : kB(cell))))
  );
}
