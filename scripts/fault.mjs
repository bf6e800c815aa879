// Breaks and mends the shop of the running demo:
//   npm run demo:fault -- list | start NAME | stop
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './lib/log.mjs';
import { main } from './lib/main.mjs';
import { workDir } from './lib/paths.mjs';
import { fault } from './lib/testbed.mjs';

const usage = `npm run demo:fault -- list | start NAME | stop
Breaks and mends the shop of the demo that runs; list names the faults.`;

await main(async () => {
  const file = process.env.STRATA_STACK ?? join(workDir(), 'demo.json');
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    say(usage);
    return;
  }
  if (!existsSync(file)) {
    throw new Error('No demo is running: start one with npm run demo, then try again in another terminal.');
  }
  const { testbed } = JSON.parse(readFileSync(file, 'utf8'));
  say(await fault(testbed, args.length > 0 ? args : ['list']));
});
