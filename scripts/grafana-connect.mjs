// Makes the service account that alert webhooks use in a Grafana, and writes its token to a file:
//   GRAFANA_URL=… GRAFANA_USER=admin GRAFANA_PASSWORD=… node scripts/grafana-connect.mjs --token-file FILE [--reload]
// A token in the file that still works is kept. --reload makes Grafana read its alerting files again, which use the token.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Grafana } from './lib/grafana.mjs';

const { values } = parseArgs({ options: { 'token-file': { type: 'string' }, reload: { type: 'boolean' } } });
const file = values['token-file'];
const { GRAFANA_URL: url, GRAFANA_USER: user, GRAFANA_PASSWORD: password } = process.env;
if (!file || !url) {
  throw new Error('GRAFANA_URL and --token-file are needed; see the head of scripts/grafana-connect.mjs');
}

const grafana = new Grafana(url, { user, password });
process.stdout.write(`Grafana ${await grafana.untilReady()} at ${url}\n`);
const kept = existsSync(file) && (await grafana.accepts(readFileSync(file, 'utf8').trim()));
if (!kept) {
  writeFileSync(`${file}.new`, await grafana.ingestToken(), { mode: 0o644 }); // Alertmanager runs as nobody
  renameSync(`${file}.new`, file);
}
process.stdout.write(`${kept ? 'kept' : 'made'} the token of the service account in ${file}\n`);
if (values.reload) {
  await grafana.reloadAlerting();
  process.stdout.write('Grafana read its alerting files again\n');
}
