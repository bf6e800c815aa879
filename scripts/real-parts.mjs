// Makes the real Prometheus, promtool and Alertmanager ready and prints where they are: node scripts/real-parts.mjs
import { realParts } from './lib/realparts.mjs';
import { say } from './lib/log.mjs';

for (const [name, file] of Object.entries(await realParts())) {
  say(`${name}: ${file}`);
}
