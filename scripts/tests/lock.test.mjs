import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from '../lib/lock.mjs';

const dir = await mkdtemp(join(tmpdir(), 'strata-lock-'));
after(() => rm(dir, { recursive: true }));

test('two that want the same lock take turns', async () => {
  const lock = join(dir, 'turns');
  const order = [];
  const work = (name) =>
    withLock(lock, async () => {
      order.push(`${name} in`);
      await sleep(50);
      order.push(`${name} out`);
    });
  await Promise.all([work('a'), work('b')]);
  // Who comes first is the disk's choice; what counts is that nobody comes in between.
  const [first, second] = order[0] === 'a in' ? ['a', 'b'] : ['b', 'a'];
  assert.deepEqual(order, [`${first} in`, `${first} out`, `${second} in`, `${second} out`]);
});

test('it is given back when the work fails', async () => {
  const lock = join(dir, 'fails');
  await assert.rejects(withLock(lock, () => Promise.reject(new Error('no'))), /no/);
  assert.equal(await withLock(lock, async () => 'again'), 'again');
});

test('one whose holder died is taken over', async () => {
  const lock = join(dir, 'dead');
  await mkdir(lock);
  await writeFile(join(lock, 'pid'), '1');
  const long = new Date(Date.now() - 120_000);
  await utimes(lock, long, long);
  assert.equal(await withLock(lock, async () => 'mine'), 'mine');
});
