// The set-up of a Grafana's service account, against a stand-in that answers as Grafana's API does.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { root } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

const dir = mkdtempSync(join(tmpdir(), 'strata-grafana-'));
const file = join(dir, 'grafana-token');
const adminHeader = `Basic ${Buffer.from('admin:secret').toString('base64')}`;
let calls = [];
let accounts = [];
let tokens = [];

const routes = {
  'GET /api/health': () => ({ version: '13.2.2' }),
  'GET /api/serviceaccounts/search?query=strata-ingest': () => ({ serviceAccounts: accounts }),
  'POST /api/serviceaccounts': (body) => {
    accounts.push({ id: 7, ...body });
    return accounts.at(-1);
  },
  'POST /api/serviceaccounts/7/tokens': () => {
    tokens.push(`glsa_${tokens.length + 1}`);
    return { key: tokens.at(-1) };
  },
  'GET /api/plugins/strata-sre-app/settings': () => ({}),
  'POST /api/admin/provisioning/alerting/reload': () => ({ message: 'reloaded' }),
};

const server = createServer(async (request, response) => {
  const key = `${request.method} ${request.url}`;
  calls.push(key);
  const authorization = request.headers.authorization ?? '';
  const known = authorization === adminHeader || tokens.includes(authorization.replace('Bearer ', ''));
  const chunks = await request.toArray();
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
  response.statusCode = !known && key !== 'GET /api/health' ? 401 : routes[key] ? 200 : 404;
  response.end(JSON.stringify(response.statusCode === 200 ? routes[key](body) : { message: 'no' }));
});

before(() => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve)));
after(() => {
  server.close();
  rmSync(dir, { recursive: true });
});
beforeEach(() => {
  calls = [];
});

function connect() {
  const env = { GRAFANA_URL: `http://127.0.0.1:${server.address().port}`, GRAFANA_USER: 'admin', GRAFANA_PASSWORD: 'secret' };
  return run('node', ['scripts/grafana-connect.mjs', '--token-file', file, '--reload'], { cwd: root, env });
}

test('the first time it makes a Viewer account and a token, and Grafana reads its files again', async () => {
  await connect();
  assert.equal(readFileSync(file, 'utf8'), 'glsa_1');
  assert.equal(accounts[0].role, 'Viewer');
  assert.equal(calls.at(-1), 'POST /api/admin/provisioning/alerting/reload');
});

test('the second time it keeps the token that works', async () => {
  const { stdout } = await connect();
  assert.match(stdout, /kept the token/);
  assert.deepEqual(tokens, ['glsa_1']);
});

test('a token that was revoked is replaced, without a second account', async () => {
  tokens = [];
  await connect();
  assert.equal(readFileSync(file, 'utf8'), 'glsa_1');
  assert.equal(accounts.length, 1);
});
