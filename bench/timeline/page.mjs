// What bench/timeline draws in the browser: the timeline with 10,000 entries and 20 series, and only the 20 series.
import { createDataFrame, createTheme, FieldType, getDisplayProcessor, ThemeContext } from '@grafana/data';
import { UPlotChart } from '@grafana/ui';
import React from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { plotConfig } from '../../src/timeline/plotConfig';
import { TimelineView } from '../../src/timeline/TimelineView';
import { aligned, tracksOf } from '../../src/timeline/tracks';

const from = Date.UTC(2026, 7, 1);
const hour = 3_600_000;
const range = { from, to: from + 6 * hour };
const theme = createTheme();
const kinds = ['alert_fired', 'alert_resolved', 'note', 'message', 'deploy'];
const lanes = ['signals', 'signals', 'people', 'messages', 'changes'];
const [width, height] = [1366, 640];

const entries = Array.from({ length: 10_000 }, (_, i) => ({
  id: String(i),
  at: from + (i * 6 * hour) / 10_000,
  lane: lanes[i % 5],
  kind: kinds[i % 5],
  text: `Entry ${i} of the bench`,
  actor: 'bench',
}));
const times = Array.from({ length: 720 }, (_, i) => from + i * 30_000);
const frames = Array.from({ length: 20 }, (_, n) => {
  const field = {
    name: `series ${n}`,
    type: FieldType.number,
    config: {},
    values: times.map((_, i) => n + Math.sin(i / 20 + n)),
  };
  field.display = getDisplayProcessor({ field, theme });
  return createDataFrame({
    refId: 'A',
    fields: [{ name: 'time', type: FieldType.time, config: {}, values: times }, field],
  });
});
const data = { entries, milestones: { detected: from, resolved: range.to }, tracks: tracksOf(frames), markers: [] };
const shown = { phases: true, ribbon: true };
const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

async function timed(work) {
  const began = performance.now();
  work();
  await frame();
  return performance.now() - began;
}

/** { first, step }: milliseconds until the first picture, and the median of 9 new ranges. */
async function measure(draw) {
  const box = document.body.appendChild(document.createElement('div'));
  const root = createRoot(box);
  const first = await timed(() => flushSync(() => draw(root, range)));
  const steps = [];
  for (let i = 1; i <= 9; i++) {
    const next = { from: from + i * 60_000, to: range.to - i * 60_000 };
    steps.push(await timed(() => flushSync(() => draw(root, next))));
  }
  root.unmount();
  box.remove();
  return { first, step: steps.sort((a, b) => a - b)[4] };
}

const within = (element) => React.createElement(ThemeContext.Provider, { value: theme }, element);
const timeline = (root, at) =>
  root.render(
    within(
      React.createElement(TimelineView, {
        data,
        shown,
        range: at,
        onRange() {},
        width,
        height,
        timeZone: 'utc',
        now: range.to,
      })
    )
  );

function reference() {
  const [track] = data.tracks;
  const config = plotConfig(track, { theme, timeZone: 'utc', gutter: 112, right: 12, limitLabel: String });
  const values = aligned(track.series);
  let plot;
  const element = React.createElement(UPlotChart, {
    data: values,
    config,
    width,
    height,
    plotRef: (made) => (plot = made),
  });
  return (root, at) => {
    root.render(within(element));
    plot?.setScale('x', { min: at.from, max: at.to });
  };
}

globalThis.bench = async () => {
  // Fonts and code are warm for both.
  await measure(reference());
  await measure(timeline);
  return { reference: await measure(reference()), timeline: await measure(timeline) };
};
