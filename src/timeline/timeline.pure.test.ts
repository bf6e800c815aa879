import { gapsOf, usualGap } from './gaps';
import { markOf, neighbour } from './keys';
import { byLane, laneNamed, laneOfKind, lanesOf, shapeOf } from './lanes';
import { layout, rowsPerLane } from './layout';
import { firstAt, inView, pack } from './pack';
import { merged, milestonesOf, phasesOf } from './phases';
import { severitySpans } from './ribbon';
import { brushed, type Scale, tickFormat, ticks, toTime, toX, zoomed } from './scale';
import { fitted, fitting, plainText } from './text';
import { type Entry } from './types';
import { wholeRange } from './whole';
import { fullTime, offsetAt, parsedTime } from './zone';

const MINUTE = 60_000;
const T = Date.parse('2026-08-01T12:00:00Z');
const at = (minutes: number) => T + minutes * MINUTE;

function entry(minutes: number, over: Partial<Entry> = {}): Entry {
  return { id: `e${minutes}`, at: at(minutes), lane: 'signals', kind: 'note', text: '', actor: '', ...over };
}

/** 100 minutes on 1000 pixels. */
const scale: Scale = { range: { from: T, to: at(100) }, left: 100, width: 1000 };

describe('the scale', () => {
  it('leads from times to pixels and back', () => {
    expect(toX(scale, at(50))).toBe(600);
    expect(toTime(scale, 600)).toBe(at(50));
  });

  it('takes a brush in both directions, clipped to what is drawn, and ignores a twitch', () => {
    expect(brushed(scale, 700, 300)).toEqual({ from: at(20), to: at(60) });
    expect(brushed(scale, 0, 300)).toEqual({ from: T, to: at(20) });
    expect(brushed(scale, 300, 303)).toBeUndefined();
  });

  it('zooms around a centre', () => {
    expect(zoomed({ from: 0, to: 100 }, 2)).toEqual({ from: -50, to: 150 });
    expect(zoomed({ from: 0, to: 100 }, 0.5, 0)).toEqual({ from: 0, to: 50 });
  });

  it('has round ticks with room between them', () => {
    const { step, at: times } = ticks(scale, 90);
    expect(step).toBe(10 * MINUTE);
    expect(times).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map(at));
    expect(tickFormat(step, scale.range)).toBe('HH:mm');
  });

  it('begins days at the midnight of the zone, also over the change of its clocks', () => {
    const from = Date.parse('2026-10-24T10:00:00Z');
    const days = { ...scale, range: { from, to: from + 3 * 24 * 60 * MINUTE } };
    const times = ticks(days, 300, offsetAt('Europe/Berlin')).at.map((time) => new Date(time).toISOString());
    expect(times).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z', '2026-10-26T23:00:00.000Z']);
  });

  it('writes and reads times in a zone', () => {
    expect(fullTime(T, 'Asia/Tokyo')).toBe('2026-08-01 21:00:00');
    expect(parsedTime('2026-08-01 21:00:00', 'Asia/Tokyo')).toBe(T);
    expect(parsedTime('yesterday', 'utc')).toBeUndefined();
    expect(parsedTime('2026-13-41 21:00:00', 'utc')).toBeUndefined();
  });
});

describe('lanes', () => {
  it('knows kinds, and puts others by who did them', () => {
    expect(laneOfKind('alert_fired', 'Strata')).toBe('signals');
    expect(laneOfKind('Deploy', 'ci')).toBe('changes');
    expect(laneOfKind('message', 'ann')).toBe('messages');
    expect(laneOfKind('looked around', 'ann')).toBe('people');
    expect(laneOfKind('looked around', 'system')).toBe('signals');
  });

  it('takes names of lanes in other words, and keeps lanes of the data after its own', () => {
    expect(laneNamed('Communications')).toBe('messages');
    expect(laneNamed('  ')).toBeUndefined();
    const entries = [entry(1, { lane: 'Vendor' }), entry(2, { lane: 'people' }), entry(3, { lane: 'signals' })];
    expect(lanesOf(entries)).toEqual(['signals', 'people', 'Vendor']);
    expect(byLane(entries, ['people']).get('people')).toHaveLength(1);
  });

  it('tells sorts of entries by shape', () => {
    expect(shapeOf({ kind: 'alert_fired', lane: 'signals' })).toBe('alarm');
    expect(shapeOf({ kind: 'alert_resolved', lane: 'signals' })).toBe('calm');
    expect(shapeOf({ kind: 'sms', lane: 'messages' })).toBe('message');
    expect(shapeOf({ kind: 'x', lane: 'Vendor' })).toBe('dot');
  });
});

describe('rows and clusters', () => {
  const limits = { rows: 2, markPx: 16, textPx: () => 0 };

  it('puts neighbours into rows, and those without a place into one cluster', () => {
    const { marks, rows } = pack(
      [0, 0.5, 1, 1.2, 50].map((minutes) => entry(minutes)),
      scale,
      limits
    );
    expect(rows).toBe(2);
    expect(marks.map((mark) => [mark.row, mark.entries.map(({ id }) => id)])).toEqual([
      [0, ['e0']],
      [1, ['e0.5', 'e1', 'e1.2']],
      [0, ['e50']],
    ]);
  });

  it('avoids the text of the entry before, and gives the rest of the row to a text', () => {
    const { marks } = pack([entry(0), entry(5)], scale, { ...limits, textPx: () => 100 });
    expect(marks.map(({ row }) => row)).toEqual([0, 1]);
    expect(marks[0]?.room).toBe(1000 - 16 - 8);
    const one = pack([entry(0), entry(5)], scale, { ...limits, rows: 1, textPx: () => 100 });
    expect(one.marks[0]?.room).toBe(0);
  });

  it('draws only what is in the range, with what began before it and lasts', () => {
    const all = [entry(-30, { end: at(2) }), entry(-20), entry(10), entry(200)];
    expect(inView(all, scale).map(({ id }) => id)).toEqual(['e-30', 'e10']);
    expect(firstAt(all, at(10))).toBe(2);
  });

  it('keeps a period together with what lies in it out of its row', () => {
    const { marks } = pack([entry(0, { end: at(50) }), entry(20)], scale, limits);
    expect(marks.map(({ row, x, end }) => [row, x, end])).toEqual([
      [0, 100, 600],
      [1, 300, 300],
    ]);
  });

  it('loses no entry of ten thousand, and draws few marks', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => entry(index / 100, { id: String(index) }));
    const { marks } = pack(many, scale, limits);
    expect(marks.reduce((sum, { entries }) => sum + entries.length, 0)).toBe(10_000);
    expect(marks.length).toBeLessThan(140);
  });

  it('goes by arrow keys: along the lane, and to the nearest mark of the next lane that has any', () => {
    const packed = [
      pack([entry(0), entry(50)], scale, limits),
      pack([], scale, limits),
      pack([entry(10), entry(60)], scale, limits),
    ];
    const to = (id: string | undefined, key: string) => neighbour(packed, id, key)?.entries[0]?.id;
    expect(to('e0', 'ArrowRight')).toBe('e50');
    expect(to('e50', 'ArrowRight')).toBe('e50');
    expect(to('e50', 'ArrowDown')).toBe('e60');
    expect(to('e60', 'Home')).toBe('e10');
    expect(to('e10', 'ArrowUp')).toBe('e0');
    expect(to('gone', 'ArrowLeft')).toBe('e0');
    expect(to('e0', 'x')).toBeUndefined();
    expect(markOf(packed, 'e60')?.x).toBe(700);
  });
});

describe('phases', () => {
  it('follow from the times of an incident', () => {
    const times = { impactStart: at(0), detected: at(5), mitigating: at(20), mitigated: at(50), resolved: at(60) };
    expect(phasesOf(times, at(90)).map(({ name, from, to, open }) => [name, from, to, open])).toEqual([
      ['undetected', at(0), at(5), false],
      ['triage', at(5), at(20), false],
      ['mitigation', at(20), at(50), false],
      ['monitoring', at(50), at(60), false],
    ]);
  });

  it('last until now while the incident does', () => {
    expect(phasesOf({ detected: at(5), acknowledged: at(8) }, at(30))).toEqual([
      { name: 'triage', from: at(5), to: at(8), open: false },
      { name: 'mitigation', from: at(8), to: at(30), open: true },
    ]);
  });

  it('skip what took no time or came in another order', () => {
    const times = { impactStart: at(5), detected: at(5), mitigated: at(2), resolved: at(9) };
    expect(phasesOf(times, at(30))).toEqual([{ name: 'monitoring', from: at(5), to: at(9), open: false }]);
  });

  it('are told by entries where no incident says them; the incident knows better', () => {
    const entries = [
      entry(0, { kind: 'incident_created' }),
      entry(3, { kind: 'ack' }),
      entry(7, { kind: 'status', text: 'mitigating' }),
      entry(9, { kind: 'resolved' }),
    ];
    const told = milestonesOf(entries, ({ text }) => text || undefined);
    expect(told).toMatchObject({ detected: at(0), acknowledged: at(3), mitigating: at(7), resolved: at(9) });
    expect(merged({ detected: at(1), resolved: undefined }, told)).toMatchObject({ detected: at(1), resolved: at(9) });
    const again = milestonesOf([...entries, entry(12, { kind: 'reopened' })], () => undefined);
    expect(again.resolved).toBeUndefined();
  });
});

describe('severity, gaps and the whole', () => {
  it('has a span per severity until the end', () => {
    const entries = [
      entry(0, { severity: 'P2' }),
      entry(5),
      entry(6, { severity: 'P2' }),
      entry(10, { severity: 'P1' }),
    ];
    expect(severitySpans(entries, at(30))).toEqual([
      { severity: 'P2', from: at(0), to: at(10) },
      { severity: 'P1', from: at(10), to: at(30) },
    ]);
  });

  it('finds times without an entry; what lasts fills its time', () => {
    const entries = [entry(0), entry(30), entry(31, { end: at(60) }), entry(65)];
    expect(gapsOf(entries, 10 * MINUTE)).toEqual([{ from: at(0), to: at(30) }]);
    expect(usualGap({ from: 0, to: 8 * 60 * MINUTE })).toBe(60 * MINUTE);
    expect(usualGap({ from: 0, to: MINUTE })).toBe(5 * MINUTE);
  });

  it('has room around all entries and times', () => {
    expect(wholeRange([entry(0), entry(100)], { resolved: at(200) })).toEqual({ from: at(-8), to: at(208) });
    expect(wholeRange([], {})).toBeUndefined();
  });
});

describe('the layout', () => {
  const wanted = { width: 1200, height: 600, lanes: 4, tracks: 2, phases: true, ribbon: true, gaps: false };

  it('fills the height, everything below each other', () => {
    const { lanes, tracks, axis, height } = layout(wanted, [1, 2, 1, 1]);
    const tops = [...lanes, ...tracks, axis].map(({ top }) => top);
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
    expect(height).toBeLessThanOrEqual(600);
    expect(height).toBeGreaterThan(595);
  });

  it('scrolls rather than squeezing, with one row in each lane', () => {
    const low = { ...wanted, height: 120 };
    expect(rowsPerLane(low)).toBe(1);
    expect(layout(low, [1, 1, 1, 1]).height).toBeGreaterThan(120);
  });

  it('puts names above the lanes on narrow screens', () => {
    expect(layout({ ...wanted, width: 360 }, [1, 1, 1, 1]).narrow).toBe(true);
  });
});

describe('texts', () => {
  it('are one line without the marks of Markdown', () => {
    expect(plainText('**Down** since\n[the deploy](https://x) `v2`')).toBe('Down since the deploy v2');
  });

  it('are cut where there is no room', () => {
    expect(fitted('a long sentence', 61)).toBe('a long se…');
    expect(fitted('abc', 10)).toBe('');
    expect(fitting(80, 'P1 · 7m', 'P1')).toBe('P1 · 7m');
    expect(fitting(20, 'P1 · 7m', 'P1')).toBe('P1');
    expect(fitting(5, 'P1 · 7m', 'P1')).toBe('');
  });
});
