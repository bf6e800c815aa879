// The running system that a wall is opened on: one that is there already, or an own one without Elasticsearch.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../scripts/lib/log.mjs';
import { workDir } from '../../scripts/lib/paths.mjs';
import { prepareAll } from '../../scripts/lib/prepare.mjs';
import { realParts } from '../../scripts/lib/realparts.mjs';

/** Gives { url, stop }. Without a file it is the demo, when that runs. */
export async function wallSystem(file = join(workDir(), 'demo.json')) {
  if (existsSync(file)) {
    const { urls } = JSON.parse(readFileSync(file, 'utf8'));
    say(`System: ${urls.grafana} (${file})`);
    return { url: urls.grafana, stop: async () => {} };
  }
  const programs = await prepareAll();
  const { Stack } = await import('../../scripts/lib/stack.mjs'); // needs the npm packages
  const stack = new Stack({ name: 'wall', programs, parts: await realParts(), onDeath: (text) => say(`\n${text}`) });
  try {
    await stack.start({ preferDefaults: false, hours: 1 });
    return { url: stack.urls.grafana, stop: () => stack.stop() };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}
