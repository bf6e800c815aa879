// npm run soak:wall: the built wall in a headless Chromium, through an accelerated day, with records and measurements that
// change all the time, a P0 in each hour and a lost connection now and then. Prints heap, DOM nodes and listeners at
// intervals and the slope of the heap, and fails where memory grows.
import { FastWall } from '../bench/wall/wall.mjs';
import { wallSystem } from '../bench/wall/system.mjs';
import { findBrowser } from './lib/browser.mjs';
import { bytes, duration, say, stopwatch } from './lib/log.mjs';
import { main } from './lib/main.mjs';
import { optionsOrEnd } from './lib/options.mjs';
import { slopePerHour } from './lib/slope.mjs';

const options = optionsOrEnd('npm run soak:wall -- [options]\nLets a day pass quickly on a wall, and fails where memory grows.', {
  hours: { type: 'string', default: '24', help: 'how long the day is (24)' },
  stack: { type: 'string', help: 'FILE of a system that runs already, such as .strata/demo.json of npm run demo' },
});
const hours = Number(options.hours);
const size = { services: 40, incidents: 25 };
const halfHour = 30 * 60_000;
/** Caches fill and code is compiled in the first hours. */
const warmUpHours = 3;
/** More than this per hour and a wall would not stay on for weeks: 50 kB are 34 MB in four weeks. */
const mostPerHour = 50_000;
const mostNodes = 1.5;

/** Half an hour of which two minutes are without an answer, every three hours. */
async function liveThrough(wall, index) {
  const lost = index % 6 === 4;
  wall.standIn.down = lost;
  await wall.pass(lost ? 120_000 : 0);
  wall.standIn.down = false;
  await wall.pass(halfHour - (lost ? 120_000 : 0));
}

function row({ hour, heap, nodes, listeners }, requests) {
  return [`${hour.toFixed(1)} h`.padStart(7), bytes(heap).padStart(10), String(nodes).padStart(8), String(listeners).padStart(10), String(requests).padStart(9)].join(' ');
}

function verdict(samples) {
  const settled = samples.filter(({ hour }) => hour >= Math.min(warmUpHours, hours / 3));
  const slope = slopePerHour(settled.map(({ hour, heap }) => [hour, heap]));
  const [first] = settled;
  const last = settled.at(-1);
  say(`slope of the heap after the first ${first.hour} h: ${slope >= 0 ? '+' : '-'}${bytes(Math.abs(slope))} per hour (at most ${bytes(mostPerHour)})`);
  const faults = [
    ...(slope > mostPerHour ? ['the heap grows'] : []),
    ...(last.nodes > first.nodes * mostNodes + 500 ? [`DOM nodes grow from ${first.nodes} to ${last.nodes}`] : []),
    ...(last.listeners > first.listeners * mostNodes + 50 ? [`listeners grow from ${first.listeners} to ${last.listeners}`] : []),
  ];
  return faults;
}

await main(async () => {
  if (!(hours >= 1)) {
    throw new Error(`--hours ${options.hours}: must be 1 or more`);
  }
  const { chromium } = await import('@playwright/test');
  const system = await wallSystem(options.stack);
  const { file } = await findBrowser();
  const browser = await chromium.launch({ executablePath: file, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  const elapsed = stopwatch();
  try {
    const wall = await FastWall.start(browser, system.url, size);
    say(`A wall with ${size.services} services and up to ${size.incidents} open incidents, ${hours} h`);
    say('   time       heap    nodes  listeners  requests');
    const samples = [];
    for (let index = 0; index < hours * 2; index++) {
      wall.standIn.reset();
      await liveThrough(wall, index);
      const sample = { hour: (index + 1) / 2, ...(await wall.memory()) };
      samples.push(sample);
      const { records, dataSource } = wall.standIn.requests;
      say(row(sample, records + dataSource));
    }
    const faults = [...verdict(samples), ...new Set(wall.errors)];
    await wall.close();
    say(faults.length === 0 ? `soak of ${hours} h: passed (${duration(elapsed())})` : `soak of ${hours} h: FAILED: ${faults.join('; ')}`);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await system.stop();
  }
});
