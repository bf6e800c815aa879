import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { verify } from '../verify-timeline.mjs';

const hash = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** An export of three entries, as docs/timeline.md describes it. */
function exported() {
  const lines = [];
  let prev = '';
  for (const [i, body] of ['opened', 'note: \u003cü\u003e \u2028 "x"', 'resolved'].entries()) {
    const hashed = JSON.stringify({
      prev,
      incident: 7,
      seq: i + 1,
      at: 1795251600000 + i,
      recordedAt: 1795251600000 + i,
      kind: 'note',
      actor: { type: 'user', name: 'ada' },
      body,
      data: {},
    });
    prev = hash(hashed);
    lines.push({ hashed, hash: prev });
  }
  return [
    { format: 'strata-timeline/1', org: 1, incident: 7, entries: 3, head: prev, exportedAt: '2026-11-21T09:00:00Z' },
    ...lines,
  ];
}

const text = (lines) => lines.map((l) => JSON.stringify(l)).join('\n') + '\n';

test('a whole export verifies', () => {
  const lines = exported();
  assert.deepEqual(verify(text(lines)), { ok: true, entries: 3, head: lines[3].hash });
});

test('every kind of damage is found at its line', () => {
  const cases = {
    'a changed text': [(l) => (l[2].hashed = l[2].hashed.replace('note', 'nota')), 3],
    'a changed text with its hash made anew': [
      (l) => {
        l[2].hashed = l[2].hashed.replace('note:', 'nota:');
        l[2].hash = hash(l[2].hashed);
      },
      4,
    ],
    'an entry taken out': [(l) => l.splice(2, 1), 3],
    'entries swapped': [(l) => ([l[1], l[2]] = [l[2], l[1]]), 2],
    'the end taken off': [(l) => l.pop(), 3],
    'another incident': [(l) => (l[0].incident = 8), 2],
    'an unknown format': [(l) => (l[0].format = 'strata-timeline/9'), 1],
    'an export that ended early': [(l) => l.push({ error: 'The export ended early. Ask again.' }), 5],
  };
  for (const [name, [damage, line]] of Object.entries(cases)) {
    const lines = exported();
    damage(lines);
    const found = verify(text(lines));
    assert.equal(found.ok, false, name);
    assert.equal(found.line, line, `${name}: ${found.reason}`);
  }
  assert.equal(verify('').ok, false);
  assert.equal(verify('{"format":"strata-timeline/1"}\nnonsense').line, 2);
});

test('an audit record from before there were hashes is passed over at the beginning only', () => {
  const record = (prev, id, old) => {
    const hashed = JSON.stringify({
      prev,
      org: 1,
      id,
      at: 1,
      login: 'ada',
      action: 'source.create',
      object: 'x',
      data: {},
    });
    return { hashed, hash: old ? '' : hash(hashed) };
  };
  const first = { format: 'strata-audit/1', org: 1, exportedAt: '2026-11-21T09:00:00Z' };
  const old = record('', 1, true);
  const a = record('', 2);
  const b = record(a.hash, 5);
  assert.equal(verify(text([first, old, a, b])).ok, true);
  assert.equal(verify(text([first, a, record(a.hash, 5, true), b])).line, 3);
  assert.equal(verify(text([first, a, record(a.hash, 2)])).line, 3);
});
