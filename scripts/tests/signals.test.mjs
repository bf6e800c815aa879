// How the check of the signals judges: what counts as an answer, which exporter is asked first, when it asks again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Asker, inParallel, rolesOf, valuesOf } from '../lib/signals-ask.mjs';
import { longestMs, milliseconds } from '../lib/signals-healthy.mjs';
import { moments, past } from '../lib/signals-past.mjs';

const frame = (...columns) => ({ schema: { fields: columns.map(([type]) => ({ type })) }, data: { values: columns.map(([, values]) => values) } });
const answer = (...frames) => ({ frames });
const all = { zeros: true };

test('numbers count, and zeros unless they say that nothing was found', () => {
  assert.equal(valuesOf(answer(frame(['time', [1, 2, 3]], ['number', [0, 4, null]])), all), 2);
  assert.equal(valuesOf(answer(frame(['time', [1, 2]], ['number', [0, 4]])), { zeros: false }), 1);
});

test('what is no number comes as null and does not count', () => {
  assert.equal(valuesOf(answer(frame(['time', [1, 2]], ['number', [null, null]])), all), 0);
});

test('rows count where there are no numbers', () => {
  assert.equal(valuesOf(answer(frame(['string', ['a line', 'another']])), all), 2);
  assert.equal(valuesOf(answer(frame(['string', ['a']], ['number', [null]])), all), 0);
  assert.equal(valuesOf({}, all), 0);
});

const signal = {
  providers: {
    prometheus: [
      { source: 'a', needs: ['x'] }, { source: 'b', needs: ['y'] }, { source: 'b', needs: ['z'] }, { source: 'c', needs: ['y'] },
    ],
  },
};

test('the first exporter is the first whose metrics all exist', () => {
  const roles = rolesOf(signal, new Set(['y', 'z'])).map(({ source, role }) => [source, role]);
  assert.deepEqual(roles, [['a', 'absent'], ['b', 'first'], ['c', 'further']]);
  assert.deepEqual(rolesOf(signal, new Set(['y']))[1], { source: 'b', missing: ['z'], role: 'absent' });
});

/** A Grafana that answers each query only at its own time; what was asked is kept. */
function grafana(times, asked = []) {
  const filled = answer(frame(['time', [1]], ['number', [7]]));
  const call = async (_method, _path, { to, queries }) => {
    asked.push(queries.map(({ refId }) => refId).join());
    return { results: Object.fromEntries(queries.map(({ refId }) => [refId, times[refId] === to ? filled : answer()])) };
  };
  return { asked, call };
}

function asker(api, ids) {
  const adapters = { prometheus: { queries: () => ({ queries: ids.map((refId) => ({ refId, expr: refId })) }) } };
  return new Asker({ grafana: api, adapters, moments: [{ name: 'now', at: 20 }, { name: 'before', at: 10 }] });
}

test('each query has to answer, at any of the times', async () => {
  const api = grafana({ A: '20', B: '10' });
  assert.deepEqual(await asker(api, ['A', 'B']).ask({}, 'prometheus', {}), { answered: 2, moment: 'before' });
  assert.deepEqual(api.asked, ['A,B', 'B']);
  const part = await asker(grafana({ A: '20' }), ['A', 'B']).ask({}, 'prometheus', {});
  assert.deepEqual(part, { answered: 1, moment: 'now', problem: 'no data at any of the times asked: B' });
  const none = await asker(grafana({}), ['A', 'B']).ask({}, 'prometheus', {});
  assert.deepEqual(none, { answered: 0, problem: 'no data at any of the times asked: A; B' });
});

test('an error is a problem, also beside an answer', async () => {
  const call = async () => ({ results: { A: answer(frame(['number', [1]])), B: { error: 'parse error' } } });
  const { problem } = await asker({ call }, ['A', 'B']).ask({}, 'prometheus', {});
  assert.equal(problem, 'parse error');
});

test('work at once keeps its order', async () => {
  assert.deepEqual(await inParallel([3, 1, 2], 2, async (n) => n * 10), [30, 10, 20]);
});

test('durations of Prometheus', () => {
  assert.equal(milliseconds('1h30m'), 5_400_000);
  assert.equal(milliseconds('0s'), 0);
});

test('a condition lasts from its first sample to the last one without a gap', () => {
  assert.equal(longestMs([[0, '1'], [60, '1'], [240, '1'], [300, '1'], [360, '1']]), 120_000);
  assert.equal(longestMs([[60, '1']]), 0);
});

test('every moment lies within the past that is written', () => {
  const start = Date.UTC(2026, 10, 21, 15, 31, 12);
  const { hours } = past(start);
  for (const { name, at } of moments(start, start)) {
    assert.ok(at <= start && at > start - hours * 3_600_000, name);
  }
});
