import React from 'react';
import {
  createDataFrame,
  type DataFrame,
  dateTime,
  FieldType,
  LoadingState,
  OrgRole,
  type PanelData,
  type PanelProps,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { timelineFrame } from '../../datasource/timelineFrame';
import { refusal, route, type Seen } from '../../test/api';
import { anEntry, anIncident } from '../../test/fixtures';
import { server } from '../../test/server';
import { logCounts } from './logCounts';
import { annotationMarkers } from './markers';
import { migrate } from './migrate';
import { readData } from './read';
import { suggest } from './suggest';
import { TimelinePanel } from './TimelinePanel';
import { DEFAULTS, type TimelineOptions } from './types';

// jsdom has no canvas; how series are drawn is seen in the browser.
jest.mock('@grafana/ui', () => ({ ...jest.requireActual('@grafana/ui'), UPlotChart: () => <canvas /> }));

const T = Date.parse('2026-08-01T12:00:00Z');
const MINUTE = 60_000;
const iso = (minutes: number) => new Date(T + minutes * MINUTE).toISOString();

const own = () =>
  timelineFrame(
    [
      anEntry({ seq: 1, at: iso(5), data: { severity: 'P2' } }),
      anEntry({ seq: 2, at: iso(6), kind: 'ack', actor: { type: 'user', name: 'ann' }, body: 'I have it' }),
      anEntry({ seq: 3, at: iso(10), kind: 'status', data: { from: 'triage', to: 'mitigating' }, body: '' }),
      anEntry({ seq: 4, at: iso(12), kind: 'severity', data: { from: 'P2', to: 'P1' }, body: '' }),
      anEntry({ seq: 5, at: iso(20), shownAt: iso(15), recordedAt: iso(20), kind: 'deploy', body: 'cart **1.4**' }),
    ],
    anIncident({ impactStartedAt: iso(0), detectedAt: iso(5), mitigatedAt: iso(30), resolvedAt: iso(40) }),
    'A'
  );

const table = (fields: Record<string, [FieldType, unknown[]]>, refId = 'T'): DataFrame =>
  createDataFrame({
    refId,
    fields: Object.entries(fields).map(([name, [type, values]]) => ({ name, type, values, config: {} })),
  });

const range = { from: dateTime(T), to: dateTime(T + 60 * MINUTE), raw: { from: 'now-1h', to: 'now' } };

function panelData(series: DataFrame[], annotations: DataFrame[] = []): PanelData {
  return { state: LoadingState.Done, series, annotations, timeRange: range };
}

const read = (frames: DataFrame[], over: Partial<TimelineOptions> = {}) =>
  readData(panelData(frames), { ...DEFAULTS, ...over });

describe('what a panel reads', () => {
  it("takes Strata's own timelines with corrected times, severities and the times of the incident", () => {
    const { data, missing } = read([own()]);
    expect(missing).toEqual([]);
    expect(data.entries.map(({ lane }) => lane)).toEqual(['signals', 'people', 'signals', 'signals', 'changes']);
    expect(data.entries[4]).toMatchObject({
      at: T + 15 * MINUTE,
      recordedAt: T + 20 * MINUTE,
      corrected: true,
      seq: 5,
      incident: 7,
    });
    expect(data.entries.map(({ severity }) => severity)).toEqual(['P2', undefined, undefined, 'P1', undefined]);
    expect(data.milestones).toEqual({
      impactStart: T,
      detected: T + 5 * MINUTE,
      acknowledged: T + 6 * MINUTE,
      mitigating: T + 10 * MINUTE,
      mitigated: T + 30 * MINUTE,
      resolved: T + 40 * MINUTE,
    });
    expect(data.markers).toEqual([{ at: T + 15 * MINUTE, text: 'cart 1.4', sort: 'change' }]);
  });

  it('guesses the fields of any table', () => {
    const frame = table({
      '@timestamp': [FieldType.time, [T, null, T + MINUTE]],
      message: [FieldType.string, ['started', 'lost', 'stopped']],
      'event.action': [FieldType.string, ['deploy', 'x', 'note']],
      'user.name': [FieldType.string, ['ann', 'x', 'bob']],
      end: [FieldType.time, [T + 5, null, T - 5]],
    });
    expect(read([frame]).data.entries).toEqual([
      expect.objectContaining({ at: T, end: T + 5, kind: 'deploy', lane: 'changes', text: 'started', actor: 'ann' }),
      expect.objectContaining({ at: T + MINUTE, end: undefined, kind: 'note', lane: 'people', actor: 'bob' }),
    ]);
  });

  it("takes the fields that the options name, and lanes of the data's own", () => {
    const frame = table({
      when: [FieldType.time, [T]],
      what_went_on: [FieldType.string, ['a']],
      title: [FieldType.string, ['b']],
      team: [FieldType.string, ['Vendor']],
    });
    const { data } = read([frame], { fields: { text: 'what_went_on', lane: 'team' } });
    expect(data.entries).toEqual([expect.objectContaining({ text: 'a', lane: 'Vendor' })]);
  });

  it('names the field that is missing', () => {
    const frame = table({ when: [FieldType.time, [T]], a: [FieldType.string, ['x']] });
    expect(read([frame]).missing).toEqual([{ role: 'text', name: undefined, found: ['when', 'a'] }]);
    expect(read([frame], { fields: { text: 'a', actor: 'who' } }).missing).toEqual([
      { role: 'actor', name: 'who', found: ['when', 'a'] },
    ]);
    expect(read([table({ a: [FieldType.string, ['x']], text: [FieldType.string, ['x']] })]).missing).toEqual([
      { role: 'time', name: undefined, found: ['a', 'text'] },
    ]);
  });

  it('makes strips of numbers: by query, unit and way of drawing, with the promised value', () => {
    const one = table({ Time: [FieldType.time, [T, T + MINUTE]], errors: [FieldType.number, [0, 0.5]] }, 'B');
    const two = table({ Time: [FieldType.time, [T, T + MINUTE]], count: [FieldType.number, [1, 2]] }, 'D');
    one.fields[1] = {
      ...one.fields[1],
      config: { unit: 'percentunit', custom: { slo: 0.01 } },
    } as DataFrame['fields'][0];
    two.fields[1] = { ...two.fields[1], config: { custom: { draw: 'bars' } } } as DataFrame['fields'][0];
    const { tracks } = read([own(), one, two]).data;
    expect(tracks.map(({ title, bars, limits }) => [title, bars, limits])).toEqual([
      ['errors', false, [0.01]],
      ['count', true, []],
    ]);
  });

  it('counts lines of logs by level, or takes each as an entry', () => {
    const logs = table({
      time: [FieldType.time, [T, T + 1, T + 30 * MINUTE]],
      body: [FieldType.string, ['a', 'b', 'c']],
      level: [FieldType.string, ['ERROR', 'warn', 'error']],
    });
    logs.meta = { preferredVisualisationType: 'logs' };
    const counted = logCounts(logs, range);
    expect(
      counted?.fields.map(({ name, values }) => [
        name,
        name === 'time' ? values.length : values.reduce((a, b) => a + b),
      ])
    ).toEqual([
      ['time', 120],
      ['error', 2],
      ['warning', 1],
    ]);
    expect(read([logs]).data.tracks[0]?.series.map(({ name }) => name)).toEqual(['error', 'warning']);
    expect(read([logs], { logs: 'entries' }).data.entries).toHaveLength(3);
  });

  it('marks annotations; their HTML is text, deploys are changes', () => {
    const frame = table({
      time: [FieldType.time, [T, T + 1]],
      timeEnd: [FieldType.time, [T + 9, null]],
      text: [FieldType.string, ['<a href="x">Incident 7</a>', 'v2']],
      tags: [FieldType.other, [[], ['deploy']]],
    });
    expect(annotationMarkers([frame])).toEqual([
      { at: T, end: T + 9, text: 'Incident 7', color: undefined, sort: 'annotation' },
      { at: T + 1, end: undefined, text: 'v2', color: undefined, sort: 'change' },
    ]);
  });
});

describe('options', () => {
  it('are read leniently when no version wrote them, and left alone otherwise', () => {
    expect(
      migrate({ options: { gaps: 'off', gapMinutes: 'x', fields: { text: ' body ', nonsense: 'y' }, phases: false } })
    ).toEqual({
      ...DEFAULTS,
      gaps: 'off',
      phases: false,
      fields: { text: 'body' },
    });
    expect(migrate({ options: { version: 2, gaps: 'later' } })).toMatchObject({ version: 2, gaps: 'later' });
  });

  it('are suggested for timelines and tables of events, not for metrics', () => {
    expect(suggest({ rawFrames: [own()] })?.[0]?.score).toBe(100);
    const events = table({
      t: [FieldType.time, [T]],
      title: [FieldType.string, ['x']],
      kind: [FieldType.string, ['x']],
    });
    expect(suggest({ rawFrames: [events] })?.[0]?.score).toBe(70);
    expect(suggest({ rawFrames: [table({ t: [FieldType.time, [T]], v: [FieldType.number, [1]] })] })).toBeUndefined();
  });
});

function renderPanel(series: DataFrame[], over: Partial<PanelProps<TimelineOptions>> = {}) {
  const onChangeTimeRange = jest.fn();
  const props = {
    data: panelData(series),
    options: DEFAULTS,
    width: 1200,
    height: 600,
    timeRange: range,
    timeZone: 'utc',
    onChangeTimeRange,
    ...over,
  } as unknown as PanelProps<TimelineOptions>;
  return { ...render(<TimelinePanel {...props} />), onChangeTimeRange, user: userEvent.setup({ delay: null }) };
}

describe('the panel', () => {
  it('draws phases, severity and entries, and goes through them by keys', async () => {
    const { user } = renderPanel([own()]);
    const phases = within(screen.getByRole('list', { name: 'Phases' })).getAllByRole('listitem');
    expect(phases.map((one) => one.getAttribute('aria-label'))).toEqual([
      'Undetected 5m',
      'Triage 5m',
      'Mitigation 20m',
      'Monitoring 10m',
    ]);
    const severities = within(screen.getByRole('list', { name: 'Severity over time' })).getAllByRole('listitem');
    expect(severities.map((one) => one.getAttribute('aria-label'))).toEqual(['P2 · 7m', 'P1 · 28m']);

    act(() => screen.getByRole('button', { name: /12:05:00, Incident opened/ }).focus());
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('button', { name: /Acknowledged, I have it, ann/ })).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(await screen.findByTestId('timeline details')).toHaveTextContent('I have it');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId('timeline details')).not.toBeInTheDocument());
  });

  it('zooms by keys and shows all entries', async () => {
    const { user, onChangeTimeRange } = renderPanel([own()]);
    act(() => screen.getByRole('button', { name: /Incident opened/ }).focus());
    await user.keyboard('{Control>}+{/Control}{Alt>}{ArrowRight}{/Alt}');
    expect(onChangeTimeRange).not.toHaveBeenCalled();
    expect(screen.getByRole('button', { name: /Incident opened/ })).toHaveFocus();
    await user.keyboard('+');
    expect(onChangeTimeRange).toHaveBeenLastCalledWith({ from: T + 15 * MINUTE, to: T + 45 * MINUTE });
    await user.click(screen.getByRole('button', { name: 'Show all entries' }));
    expect(onChangeTimeRange).toHaveBeenLastCalledWith({ from: T - 1.6 * MINUTE, to: T + 41.6 * MINUTE });
  });

  it('corrects a time through the API; what was recorded stays', async () => {
    let seen: Seen | undefined;
    server.use(
      route('PATCH /incidents/:number/timeline/:seq', (request) => {
        seen = request;
        return { body: anEntry({ seq: 2, shownAt: iso(4) }) };
      })
    );
    const { user } = renderPanel([own()]);
    await user.click(screen.getByRole('button', { name: /I have it/ }));
    await user.click(await screen.findByRole('button', { name: 'Correct time' }));
    const time = screen.getByRole('textbox', { name: /Happened at/ });
    await user.clear(time);
    await user.type(time, 'soon');
    expect(screen.getByText('Write the time as YYYY-MM-DD HH:mm:ss.')).toBeVisible();
    await user.clear(time);
    await user.type(time, '2026-08-01 12:04:00');
    await user.click(screen.getByRole('button', { name: 'Correct time' }));
    expect(await screen.findByRole('button', { name: /12:04:00, Acknowledged/ })).toBeInTheDocument();
    expect(seen?.params).toMatchObject({ number: '7', seq: '2' });
    expect(seen?.body).toEqual({ at: iso(4), seen: iso(6) });
    server.use(
      route('PATCH /incidents/:number/timeline/:seq', (request) => {
        seen = request;
        return { body: anEntry({ seq: 2, at: iso(6) }) };
      })
    );
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('button', { name: /12:06:00, Acknowledged/ })).toBeInTheDocument();
    expect(seen?.body).toEqual({ seen: iso(4) });
  });

  it('says why a time was not corrected, and why a Viewer may not', async () => {
    server.use(
      route('PATCH /incidents/:number/timeline/:seq', () =>
        refusal(409, { code: 'changed_meanwhile', message: 'Somebody else corrected it' })
      ),
      route('GET /incidents/:number/timeline', () => ({
        body: { entries: [anEntry({ seq: 2, at: iso(6), shownAt: iso(3) })] },
      }))
    );
    const { user, unmount } = renderPanel([own()]);
    await user.click(screen.getByRole('button', { name: /I have it/ }));
    await user.click(await screen.findByRole('button', { name: 'Correct time' }));
    const time = screen.getByRole('textbox', { name: /Happened at/ });
    await user.clear(time);
    await user.type(time, '2026-08-01 12:04:00');
    await user.click(screen.getByRole('button', { name: 'Correct time' }));
    expect(await screen.findByText('Somebody else corrected it')).toBeVisible();
    expect(await screen.findByRole('button', { name: /12:03:00, Acknowledged/ })).toBeInTheDocument();
    unmount();

    config.bootData.user.orgRole = OrgRole.Viewer;
    renderPanel([own()]);
    await user.click(screen.getByRole('button', { name: /I have it/ }));
    expect(await screen.findByRole('button', { name: 'Correct time' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('opens a cluster as a list', async () => {
    const rows = Array.from({ length: 2_000 }, (_, index) => index);
    const frame = table({
      time: [FieldType.time, rows.map((row) => T + 10 * MINUTE + row)],
      text: [FieldType.string, rows.map((row) => `line ${row}`)],
    });
    const { user, onChangeTimeRange } = renderPanel([frame]);
    await user.click(screen.getByRole('button', { name: /1.?\d* entries from/ }));
    const details = await screen.findByTestId('timeline details');
    await user.click(within(details).getByRole('button', { name: 'Zoom in on them' }));
    expect(onChangeTimeRange).toHaveBeenCalled();
    await user.click(within(details).getByRole('button', { name: /line 7$/ }));
    expect(await screen.findByTestId('timeline details')).toHaveTextContent('line 7');
  });

  it('says that all entries are elsewhere, that nothing is there, or which field is missing', () => {
    const late = { ...range, from: dateTime(T + 90 * MINUTE), to: dateTime(T + 99 * MINUTE) };
    const elsewhere = renderPanel([own()], { timeRange: late });
    expect(screen.getByText('All entries are outside of this time range.')).toBeVisible();
    elsewhere.unmount();
    const nothing = renderPanel([]);
    expect(screen.getByText(/Nothing happened here/)).toBeVisible();
    nothing.unmount();
    renderPanel([table({ when: [FieldType.time, [T]], a: [FieldType.string, ['x']] })]);
    expect(screen.getByText('Text: no field looks like it. There are: when, a.')).toBeVisible();
  });

  it('has a table of the same entries; jsdom has no height, so its rows are clicked in the browser spec', async () => {
    const { user } = renderPanel([own()]);
    await user.click(screen.getByRole('radio', { name: 'Table' }));
    const table = await screen.findByRole('table', { name: 'Entries of the timeline' });
    expect(table).toHaveAttribute('aria-rowcount', '6');
    expect(within(table).getAllByRole('columnheader')).toHaveLength(5);
    await user.click(screen.getByRole('radio', { name: 'Timeline' }));
    expect(screen.getByRole('button', { name: /Acknowledged, I have it/ })).toBeInTheDocument();
  });
});
