import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goCounts, goFailures, jestCounts, nodeCounts, ownCounts, playwrightCounts } from '../lib/counts.mjs';

test('jest: a suite that could not run counts as failed', () => {
  const output = '  ● Test suite failed to run\n\nTest Suites: 1 failed, 2 passed, 3 total\nTests:       1 failed, 1 skipped, 12 passed, 14 total\n';
  assert.deepEqual(jestCounts(output), { passed: 12, failed: 2 });
});

test('go: tests, subtests, and a package that did not compile', () => {
  const events = [
    { Action: 'pass', Package: 'a', Test: 'TestOne' },
    { Action: 'output', Package: 'a', Test: 'TestTwo', Output: 'two is wrong\n' },
    { Action: 'fail', Package: 'a', Test: 'TestTwo' },
    { Action: 'fail', Package: 'a' },
    { Action: 'output', Package: 'b', Output: 'FAIL b [build failed]\n' },
    { Action: 'fail', Package: 'b' },
  ];
  const output = `${events.map((event) => JSON.stringify(event)).join('\n')}\nb.go:1: undefined: x`;
  assert.deepEqual(goCounts(output), { passed: 1, failed: 2 });
  assert.match(goFailures(output), /two is wrong[\s\S]*build failed[\s\S]*undefined: x/);
});

test('playwright: what timed out or did not run counts as failed', () => {
  assert.deepEqual(playwrightCounts('  2 failed\n    a.spec.ts:1\n  3 did not run\n  40 passed (3.4m)\n'), { passed: 40, failed: 5 });
});

test('node and our own checks: the closing lines', () => {
  assert.deepEqual(nodeCounts('# tests 9\n# pass 7\n# fail 1\n# cancelled 1\n'), { passed: 7, failed: 2 });
  assert.deepEqual(ownCounts('  ok    x\n3 passed, 1 failed\n'), { passed: 3, failed: 1 });
  assert.deepEqual(ownCounts('it crashed before'), { passed: 0, failed: 0 });
});
