// npm run test:race: all Go tests of the root module with the race detector, for which `npm test` has no time.
import { goPackages } from './lib/gopackages.mjs';
import { say } from './lib/log.mjs';
import { optionsOrEnd } from './lib/options.mjs';
import { root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

optionsOrEnd('npm run test:race\nRuns all Go tests of the root module with the race detector: half an hour or more. One package: go test -race ./pkg/incident', {});
const packages = goPackages().map(({ path }) => path);
const { code } = await run('go', ['test', '-count=1', '-timeout', '90m', '-race', ...packages], {
  cwd: root,
  env: { GOWORK: 'off', CGO_ENABLED: '1' },
  onLine: say,
  allowFailure: true,
});
process.exitCode = code === 0 ? 0 : 1;
