// Stand-ins for docker and for programs on PATH: what is taken from where, and what is kept.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { platform } from '../lib/paths.mjs';
import { realParts } from '../lib/realparts.mjs';

const dir = mkdtempSync(join(tmpdir(), 'strata-parts-'));
const path = process.env.PATH;
after(() => rmSync(dir, { recursive: true }));

function program(folder, name, script) {
  mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(dir, folder, name), 0o755);
}

beforeEach((context) => {
  process.env.STRATA_CACHE = join(dir, `cache-${context.name.replaceAll(/\W+/g, '-')}`);
});

test('programs on PATH are used as they are', async () => {
  for (const name of ['prometheus', 'promtool']) {
    program('path', name, `echo "${name}, version 3.9.1 (branch: HEAD)"`);
  }
  program('path', 'alertmanager', 'echo "alertmanager, version 0.32.0 (branch: HEAD)"');
  process.env.PATH = `${join(dir, 'path')}${delimiter}${path}`;
  assert.deepEqual(await realParts(), { prometheus: 'prometheus', promtool: 'promtool', alertmanager: 'alertmanager' });
});

test('Docker gives copies that are kept; too old programs on PATH are passed over', { skip: platform.os !== 'linux' }, async () => {
  program('docker', 'prometheus', 'echo "prometheus, version 2.42.0"');
  program('docker', 'promtool', 'echo "promtool, version 2.42.0"');
  program('docker', 'docker', 'case $1 in create) echo "id-of-$2";; cp) echo "from $2" > "$3";; esac');
  process.env.PATH = `${join(dir, 'docker')}${delimiter}${path}`;
  const { prometheus, alertmanager } = await realParts();
  assert.equal(readFileSync(prometheus, 'utf8'), 'from id-of-prom/prometheus:v3.15.0:/bin/prometheus\n');
  assert.equal(readFileSync(alertmanager, 'utf8'), 'from id-of-prom/alertmanager:v0.34.2:/bin/alertmanager\n');
  assert.deepEqual(readdirSync(process.env.STRATA_CACHE).filter((name) => name.startsWith('.') || name.endsWith('.lock')), []);
  program('docker', 'docker', 'exit 1');
  assert.equal((await realParts()).prometheus, prometheus, 'the second time it comes from the cache');
});
