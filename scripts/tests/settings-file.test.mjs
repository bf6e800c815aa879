// The checker of provisioning files names the line and the field.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/paths.mjs';
import { problemsOf } from '../lib/settings-file.mjs';

const file = (settings) => `apiVersion: 1\napps:\n  - type: strata-sre-app\n    jsonData:\n${settings.map((line) => `      ${line}\n`).join('')}`;
const said = (text) => problemsOf(text).map(({ line, field, message }) => `${line} ${field} ${message}`);

test('the files of this repository are right', () => {
  assert.deepEqual(problemsOf(readFileSync(join(root, 'provisioning', 'plugins', 'app.yaml'), 'utf8')), []);
});

test('a wrong value is named with its line', () => {
  const text = file(['store: sqlite', 'channels:', '  - { name: ops, kind: slack }', '  - { name: fax, kind: fax }', 'resolveDelay: { P1: soon }', 'retenton: {}']);
  assert.deepEqual(said(text), [
    '8 apps[0].jsonData.channels[1].kind must be one of webhook, slack, teams, email, pager',
    '9 apps[0].jsonData.resolveDelay.P1 must match pattern "^0$|^([0-9]+([.][0-9]+)?(ns|us|ms|s|m|h))+$"',
    '10 apps[0].jsonData has no field retenton',
  ]);
});

test('what the environment says is not known yet', () => {
  assert.deepEqual(said(file(['store: $STRATA_STORE'])), []);
  assert.deepEqual(said(file(['store: $$STRATA_STORE'])), ['5 apps[0].jsonData.store must be one of (empty), sqlite, postgres']);
});

test('a name that stands twice, and text that is no YAML', () => {
  assert.match(said(file(['store: sqlite', 'store: postgres']))[0], /^6 .*unique/);
  assert.match(said('apps: [')[0], /^1 /);
});
