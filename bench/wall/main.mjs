// npm run bench:wall: how many requests a wall makes in ten minutes, by the number of services. The reference of the same run is
// a wall with ten services; the ratio has to be 1, whatever is measured.
import { findBrowser } from '../../scripts/lib/browser.mjs';
import { say } from '../../scripts/lib/log.mjs';
import { main } from '../../scripts/lib/main.mjs';
import { optionsOrEnd } from '../../scripts/lib/options.mjs';
import { wallSystem } from './system.mjs';
import { FastWall } from './wall.mjs';

const options = optionsOrEnd('npm run bench:wall -- [options]\nCounts the requests of a wall in ten minutes, by the number of services.', {
  stack: { type: 'string', help: 'FILE of a system that runs already, such as .strata/demo.json of npm run demo' },
});
const sizes = [10, 100, 1_000];
const minutes = 10;

async function measure(browser, url, services) {
  const wall = await FastWall.start(browser, url, { services, incidents: services });
  wall.standIn.reset();
  const began = performance.now();
  await wall.pass(minutes * 60_000);
  const result = { services, ...wall.standIn.requests, ms: performance.now() - began };
  await wall.close();
  return result;
}

await main(async () => {
  const { chromium } = await import('@playwright/test');
  const system = await wallSystem(options.stack);
  const { file } = await findBrowser();
  const browser = await chromium.launch({ executablePath: file, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  try {
    say(`Requests of a wall with all views in ${minutes} minutes`);
    say('services   records  data source    ratio');
    const results = [];
    for (const services of sizes) {
      const result = await measure(browser, system.url, services);
      results.push(result);
      const { records, dataSource } = result;
      const ratio = (records + dataSource) / (results[0].records + results[0].dataSource);
      say(`${String(services).padStart(8)} ${String(records).padStart(9)} ${String(dataSource).padStart(12)} ${ratio.toFixed(2).padStart(8)}`);
    }
    const grows = results.some(({ records, dataSource }) => records + dataSource > 1.1 * (results[0].records + results[0].dataSource));
    say(grows ? 'requests grow with the number of services: FAILED' : 'requests do not grow with the number of services: passed');
    process.exitCode = grows ? 1 : 0;
  } finally {
    await browser.close();
    await system.stop();
  }
});
