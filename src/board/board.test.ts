import { anIncident } from '../test/fixtures';
import { type BoardItem, compareItems, itemOf, lanesOf, matches } from './item';
import { keep, NOTHING, step, targets, toggleChosen } from './selection';

const none = { severity: [], layer: [], service: '', q: '', unacknowledged: false };

function item(number: number, over: Parameters<typeof anIncident>[0] = {}): BoardItem {
  return itemOf(anIncident({ number, acknowledged: false, ...over }));
}

describe('the order of the board', () => {
  it('is severity, then what nobody took, then the oldest; equal ones by number', () => {
    const items = [
      item(1, { severity: 'P2', detectedAt: '2026-08-01T12:00:00Z' }),
      item(2, { severity: 'P1', detectedAt: '2026-08-01T12:05:00Z', acknowledged: true }),
      item(3, { severity: 'P1', detectedAt: '2026-08-01T12:10:00Z' }),
      item(10, { severity: 'P1', detectedAt: '2026-08-01T12:07:00Z' }),
      item(9, { severity: 'P1', detectedAt: '2026-08-01T12:07:00Z' }),
      item(4, { severity: 'P0', detectedAt: '2026-08-01T13:00:00Z' }),
    ];

    expect([...items].sort(compareItems).map(({ id }) => id)).toEqual(['#4', '#9', '#10', '#3', '#2', '#1']);
    expect([...items].reverse().sort(compareItems)).toEqual([...items].sort(compareItems));
  });

  it('has four lanes, also empty ones', () => {
    const lanes = lanesOf([item(1, { severity: 'P1' }), item(2, { severity: 'P1', acknowledged: true })]);

    expect(lanes.map(({ severity, items, unacknowledged }) => [severity, items.length, unacknowledged])).toEqual([
      ['P0', 0, 0],
      ['P1', 2, 1],
      ['P2', 0, 0],
      ['P3', 0, 0],
    ]);
  });
});

describe('filters of the board', () => {
  it.each([
    ['everything', {}, true],
    ['a severity', { severity: ['P1' as const] }, true],
    ['another severity', { severity: ['P0' as const] }, false],
    ['a layer', { layer: ['network' as const, 'ebpf' as const] }, true],
    ['a service', { service: 'pay' }, true],
    ['part of a service', { service: 'pa' }, false],
    ['words in any order, and the number', { q: 'SLOW  #7 pay' }, true],
    ['a word that is not there', { q: 'slow cart' }, false],
    ['what nobody took', { unacknowledged: true }, false],
  ])('%s', (_, filters, expected) => {
    const one = item(7, {
      severity: 'P1',
      layers: ['network'],
      services: ['pay'],
      title: 'Pay is slow',
      acknowledged: true,
    });

    expect(matches(one, { ...none, ...filters })).toBe(expected);
  });
});

describe('the selection', () => {
  const ids = ['a', 'b', 'c', 'd'];

  it('moves and stops at the ends', () => {
    const first = step(NOTHING, ids, 1);

    expect(first.current).toBe('a');
    expect(step(first, ids, -1).current).toBe('a');
    expect(step({ ...first, current: 'd' }, ids, 1).current).toBe('d');
    expect(step(NOTHING, [], 1).current).toBeUndefined();
  });

  it('stays at its place when the current item leaves', () => {
    expect(keep({ current: 'b', chosen: new Set(['b', 'c']) }, ids, ['a', 'c', 'd'])).toEqual({
      current: 'c',
      chosen: new Set(['c']),
    });
    expect(keep({ current: 'd', chosen: new Set() }, ids, ['a', 'b']).current).toBe('b');
    expect(keep({ current: 'a', chosen: new Set() }, ids, []).current).toBeUndefined();
  });

  it('acts on what is chosen, else on the current item', () => {
    const one = toggleChosen({ current: 'a', chosen: new Set() }, 'b');

    expect(targets(one)).toEqual(['b']);
    expect(targets(toggleChosen(one, 'b'))).toEqual(['b']);
    expect(targets(NOTHING)).toEqual([]);
  });
});
