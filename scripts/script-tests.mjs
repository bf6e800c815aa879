// Runs each file of scripts/tests in a process of its own and passes its TAP on. `node --test` with several files reads
// the children's standard output as messages, and on Node 20 fails when a test's own progress lines get in between.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { filesBelow } from './lib/files.mjs';
import { root } from './lib/paths.mjs';

let failed = false;
for (const file of filesBelow(join(root, 'scripts', 'tests'))) {
  const { status } = spawnSync(process.execPath, ['--test-reporter=tap', file], { cwd: root, stdio: 'inherit' });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
