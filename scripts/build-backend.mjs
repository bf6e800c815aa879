// Builds the plugin's backend into dist/: for this machine, and for Linux (where Grafana's containers run) when that is
// another one. Releases build all platforms with mage.
import { duration, say, stopwatch } from './lib/log.mjs';
import { platform } from './lib/paths.mjs';
import { backend } from './lib/prepare.mjs';
import { checkTools } from './lib/tools.mjs';

const elapsed = stopwatch();
await checkTools();
const built = [await backend()];
if (platform.os !== 'linux') {
  built.push(await backend({ os: 'linux' }));
}
say(`backend: dist/${built.join(', dist/')} (${duration(elapsed())})`);
