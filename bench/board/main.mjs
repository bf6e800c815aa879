// npm run bench:board: a board with 5,000 open incidents. The reference of the same run is the same board with 50, measured in turns.
import { loadavg } from 'node:os';
import { findBrowser } from '../../scripts/lib/browser.mjs';
import { say } from '../../scripts/lib/log.mjs';
import { main } from '../../scripts/lib/main.mjs';
import { optionsOrEnd } from '../../scripts/lib/options.mjs';
import { wallSystem } from '../wall/system.mjs';
import { measureBoard } from './board.mjs';

const options = optionsOrEnd('npm run bench:board -- [options]\nMeasures a board with 5,000 open incidents against one with 50.', {
  stack: { type: 'string', help: 'FILE of a system that runs already, such as .strata/demo.json of npm run demo' },
  runs: { type: 'string', default: '3', help: 'of each; the median counts (3)' },
});
const few = 50;
const many = 5_000;
const perSecond = 50;
/** What many may take of what few take: more than that grows with the number of incidents that nobody sees. */
const most = { paint: 2.5, perChange: 6 };

const lines = [
  ['paint', 'first incident drawn, ms', 0],
  ['frames', 'frames in 4 s of scrolling', 0],
  ['late', 'share of frames over 16 ms', 2],
  ['idle', 'main thread, no changes, ms/s', 1],
  ['busy', `main thread, ${perSecond} changes/s, ms/s`, 1],
  ['perChange', 'main thread per change, ms', 2],
];

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const medians = (runs) => Object.fromEntries(lines.map(([key]) => [key, median(runs.map((run) => run[key]))]));

function report(view, reference, measured) {
  say(`\n${view === 'dense' ? 'List' : 'Lanes'}`.padEnd(40) + `${few} incidents`.padStart(14) + `${many} incidents`.padStart(16) + 'ratio'.padStart(8));
  for (const [key, name, digits] of lines) {
    const ratio = reference[key] > 0 ? (measured[key] / reference[key]).toFixed(2) : '–';
    say(name.padEnd(39) + reference[key].toFixed(digits).padStart(14) + measured[key].toFixed(digits).padStart(16) + ratio.padStart(8));
  }
  return Object.entries(most).filter(([key, limit]) => measured[key] > limit * reference[key]).map(([key]) => `${view}: ${key}`);
}

await main(async () => {
  const { chromium } = await import('@playwright/test');
  const system = await wallSystem(options.stack);
  const { file } = await findBrowser();
  const browser = await chromium.launch({ executablePath: file, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  const slow = [];
  try {
    await measureBoard(browser, system.url, { count: few, view: 'lanes', perSecond }); // warms the caches of the system
    for (const view of ['lanes', 'dense']) {
      const [reference, measured] = [[], []];
      for (let run = 0; run < Number(options.runs); run += 1) {
        reference.push(await measureBoard(browser, system.url, { count: few, view, perSecond }));
        measured.push(await measureBoard(browser, system.url, { count: many, view, perSecond }));
      }
      slow.push(...report(view, medians(reference), medians(measured)));
    }
    say(`\nload average ${loadavg().map((load) => load.toFixed(1)).join(' ')}`);
    say(slow.length > 0 ? `grows with what nobody sees: ${slow.join(', ')}: FAILED` : 'what is not in view costs little: passed');
    process.exitCode = slow.length > 0 ? 1 : 0;
  } finally {
    await browser.close();
    await system.stop();
  }
});
