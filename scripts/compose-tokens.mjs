// First service of docker-compose.yaml: makes the token files that Grafana and Alertmanager read, so that they are there
// at the first start. The Grafana token is a placeholder until grafana-connect.mjs has a real one.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const dir = process.argv[2];
if (!dir) {
  throw new Error('usage: node compose-tokens.mjs FOLDER');
}
mkdirSync(dir, { recursive: true });
const readable = { mode: 0o644 }; // Alertmanager runs as nobody
writeFileSync(join(dir, 'alertmanager-source-token'), process.env.STRATA_ALERTMANAGER_SOURCE_TOKEN ?? '', readable);
if (!existsSync(join(dir, 'grafana-token'))) {
  writeFileSync(join(dir, 'grafana-token'), 'not-made-yet', readable);
}
process.stdout.write(`token files are in ${dir}\n`);
