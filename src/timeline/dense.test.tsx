import React from 'react';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { markAtPoint } from './hit';
import { layout, rowY } from './layout';
import { pack } from './pack';
import { TimelineView, type TimelineViewProps } from './TimelineView';
import { type Entry } from './types';
import { useScene } from './useScene';

// jsdom has no canvas; how series are drawn is seen in the browser.
jest.mock('@grafana/ui', () => ({ ...jest.requireActual('@grafana/ui'), UPlotChart: () => <canvas /> }));

/** How many entries the painted marks stand for: a sign is an outline that is filled, a cluster writes its number. */
let painted = 0;
const drawing: Record<string | symbol, (what?: unknown) => void> = {
  fillText: (text) => (painted += Number(text)),
  fill: (outline) => (painted += Number(outline !== undefined)),
};
const context = new Proxy({}, { get: (_, name) => drawing[name] ?? (() => undefined), set: () => true });
beforeEach(() => {
  painted = 0;
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as CanvasRenderingContext2D);
  Object.assign(globalThis, { Path2D: class {} });
});
afterEach(() => jest.restoreAllMocks());

const T = Date.parse('2026-08-01T12:00:00Z');
const HOUR = 3_600_000;
const range = { from: T, to: T + 6 * HOUR };

const many: Entry[] = Array.from({ length: 10_000 }, (_, index) => ({
  id: String(index),
  at: T + (index * 6 * HOUR) / 10_000,
  lane: ['signals', 'people', 'messages', 'changes'][index % 4] ?? '',
  kind: 'note',
  text: `Entry ${index}`,
  actor: 'ann',
}));
const data = { entries: many, milestones: {}, tracks: [], markers: [] };
const shown = { phases: true, ribbon: true };
const place = { range, width: 1366, height: 640, timeZone: 'utc', now: range.to };

const view = (over: Partial<TimelineViewProps> = {}) => (
  <TimelineView data={data} shown={shown} {...place} onRange={jest.fn()} {...over} />
);

/** Where the marks are, as the view works them out. */
function sceneOf() {
  const found: { scene?: ReturnType<typeof useScene> } = {};
  function Probe() {
    found.scene = useScene(data, shown, { ...place, height: place.height - 32 });
    return null;
  }
  render(<Probe />);
  if (!found.scene) {
    throw new Error('nothing was worked out');
  }
  return found.scene;
}

describe('ten thousand entries', () => {
  it('are painted; one mark is an element, and arrow keys lead to all others', async () => {
    const user = userEvent.setup({ delay: null });
    render(view());
    expect(painted).toBe(many.length);
    const signals = within(screen.getByRole('group', { name: 'Signals' }));
    act(() => signals.getByRole('button').focus());
    const first = signals.getByRole('button').getAttribute('data-mark');
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(signals.getAllByRole('button')).toHaveLength(1);
    expect(signals.getByRole('button')).toHaveFocus();
    expect(signals.getByRole('button').getAttribute('data-mark')).not.toBe(first);
    await user.keyboard('{ArrowDown}');
    expect(within(screen.getByRole('group', { name: 'People' })).getByRole('button')).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(await screen.findByTestId('timeline details')).toHaveTextContent(/Entry \d+/);
  });

  it('are found where they are painted', async () => {
    const scene = sceneOf();
    const [lane, packed] = [scene.layout.lanes[2], scene.packed[2]];
    const mark = packed?.marks[40];
    if (!lane || !packed || !mark) {
      throw new Error('the third lane has fewer marks');
    }
    const y = rowY(lane, mark.row, packed.rows, scene.layout.narrow);
    expect(markAtPoint(scene, mark.x + 3, y - 5)).toBe(mark);
    expect(markAtPoint(scene, mark.x, lane.top - 1)?.entries[0]?.lane).not.toBe('messages');
    expect(markAtPoint(scene, mark.x, scene.layout.axis.top + 5)).toBeUndefined();

    const user = userEvent.setup({ delay: null });
    render(view());
    const stage = screen.getByRole('group', { name: /^Timeline: arrow keys/ });
    await user.pointer([
      { target: stage, coords: { clientX: mark.x, clientY: y } },
      { keys: '[MouseLeft]', target: stage, coords: { clientX: mark.x, clientY: y } },
    ]);
    expect(await screen.findByTestId('timeline details')).toHaveTextContent(`Entry ${mark.entries[0]?.id}`);
  });

  it('keep the focus on what became of a mark after a zoom by keys', async () => {
    const user = userEvent.setup({ delay: null });
    const onRange = jest.fn();
    const { rerender } = render(view({ onRange }));
    const signals = within(screen.getByRole('group', { name: 'Signals' }));
    act(() => signals.getByRole('button').focus());
    await user.keyboard('{End}-');
    expect(onRange).toHaveBeenCalledWith({ from: T - 3 * HOUR, to: T + 9 * HOUR });
    rerender(view({ onRange, range: { from: T - 3 * HOUR, to: T + 9 * HOUR } }));
    expect(within(screen.getByRole('group', { name: 'Signals' })).getByRole('button')).toHaveFocus();
  });
});

it('takes the nearer of two marks that touch', () => {
  const wanted = { width: 1112, lanes: 1, tracks: 0, phases: false, ribbon: false, gaps: false };
  const scale = { range: { from: 0, to: 1000 }, left: 100, width: 1000 };
  const entry = (at: number): Entry => ({ id: `e${at}`, at, lane: 'signals', kind: 'note', text: '', actor: '' });
  const packed = [pack([entry(0), entry(16)], scale, { rows: 1, markPx: 16, textPx: () => 0 })];
  const scene = { packed, layout: layout(wanted, [1]) };
  const y = 15;
  const at = (x: number) => markAtPoint(scene, x, y)?.entries[0]?.id;
  expect([at(95), at(107), at(109), at(126), at(127)]).toEqual(['e0', 'e0', 'e16', 'e16', undefined]);
});
