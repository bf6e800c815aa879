// npm run test:full: the catalog's queries on real exporters (scripts/lib/full-test.mjs).
import { duration, say, step, stopwatch } from './lib/log.mjs';
import { main } from './lib/main.mjs';
import { optionsOrEnd } from './lib/options.mjs';
import { goProgram, npmPackages } from './lib/prepare.mjs';
import { realParts } from './lib/realparts.mjs';
import { checkTools } from './lib/tools.mjs';

const options = optionsOrEnd('npm run test:full -- [options]\nAsks the queries of the catalog of real exporters.', {
  keep: { type: 'boolean', help: 'leaves everything running until Ctrl-C' },
});
const elapsed = stopwatch();
let counts = { passed: 0, failed: 1 };

await main(async () => {
  say('Strata on real exporters');
  await step('tools', checkTools);
  await step('npm packages', npmPackages);
  const programs = { ...(await realParts()) };
  await step('testbed', async () => {
    programs.testbed = await goProgram('testbed', 'testbed');
  });
  const { testFull } = await import('./lib/full-test.mjs'); // needs the npm packages
  counts = await testFull({ programs, keep: options.keep });
});
say(`\nnpm run test:full took ${duration(elapsed())}.`);
say(`${counts.passed} passed, ${counts.failed} failed`);
if (counts.failed > 0) {
  process.exitCode = 1;
}
