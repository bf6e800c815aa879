import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { readOptions } from '../lib/options.mjs';

const options = { smoke: { type: 'boolean', help: 'plays the story once' } };

test('options are read', () => {
  assert.deepEqual({ ...readOptions('demo', options, ['--smoke']) }, { smoke: true });
  assert.deepEqual({ ...readOptions('demo', options, []) }, {});
});

test('the demo says its options and starts nothing', () => {
  const help = spawnSync(process.execPath, ['scripts/demo.mjs', '--help'], { encoding: 'utf8' });
  assert.equal(help.status, 0, help.stderr);
  for (const name of ['--smoke', '--no-wait', '--full', 'GRAFANA_URL']) {
    assert.match(help.stdout, new RegExp(name));
  }
  const wrong = spawnSync(process.execPath, ['scripts/demo.mjs', '--smok'], { encoding: 'utf8' });
  assert.equal(wrong.status, 2);
  assert.match(wrong.stdout, /--smok/);
  assert.doesNotMatch(wrong.stderr, /at /);
});
