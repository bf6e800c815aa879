import { colorManipulator, createTheme } from '@grafana/data';

import { type Change, SEVERITIES } from '../api/types';
import { anIncident, T0 } from '../test/fixtures';
import { ageBand, type AgeBand, stopwatch, waitingBand } from './ages';
import { alarmsOf } from './alarms';
import { ageColor, severityPaint, type Tone, tonePaint } from './colors';
import { condense } from './condense';
import { affected, ageOf, updateOf, waitOf } from './facts';
import { clockSkew, isOld, OLD_MS, pollAfter } from './freshness';
import { fit, hiddenBySeverity, takeovers } from './order';
import { plainText } from './plainText';
import { qrOf } from './qr';
import { turnAt } from './rotation';
import { isKiosk, readSettings, VIEWS, type WallSettings, writeSettings } from './settings';
import { shiftAt } from './shift';
import { needsReload } from './useSelfHeal';
import { ApiError } from '../api/ApiError';

const usual: WallSettings = { views: [...VIEWS], every: 20, takeover: 'unacked' };
const at = Date.parse(T0);
const MINUTE = 60_000;

describe('the address of a wall', () => {
  it('has usual settings where it says nothing', () => {
    expect(readSettings(new URLSearchParams())).toMatchObject(usual);
  });

  it('takes what it knows and leaves the rest', () => {
    const params = new URLSearchParams(
      'views=changes,health,changes,storage&every=2&pin=slo&takeover=open&var-ds_prometheus=p'
    );

    expect(readSettings(params)).toEqual({
      views: ['changes', 'health'],
      every: 5,
      pin: 'slo',
      takeover: 'open',
      dataSource: 'p',
    });
    expect(readSettings(new URLSearchParams('views=x&every=soon&pin=y&takeover=z'))).toMatchObject(usual);
    expect(readSettings(new URLSearchParams('every=1e99')).every).toBe(3600);
  });

  it('comes back as it was, without what is usual', () => {
    const settings: WallSettings = { views: ['slo'], every: 60, pin: 'slo', takeover: 'off', dataSource: 'p' };
    const written = writeSettings(new URLSearchParams('kiosk=1&theme=light'), settings);

    expect(readSettings(written)).toEqual(settings);
    expect(writeSettings(written, { ...usual, pin: undefined, dataSource: undefined }).toString()).toBe(
      'kiosk=1&theme=light'
    );
  });

  it.each([
    ['kiosk', true],
    ['kiosk=1', true],
    ['kiosk=true', true],
    ['kiosk=0', false],
    ['', false],
  ])('with %s is a kiosk: %s', (query, expected) => {
    expect(isKiosk(new URLSearchParams(query))).toBe(expected);
  });
});

describe('the rotation', () => {
  it('follows the time, so that walls turn together', () => {
    const views = Array.from({ length: 5 }, (_, turn) => turnAt(usual, turn * 20_000).view);

    expect(views).toEqual(['health', 'incidents', 'slo', 'changes', 'health']);
    expect(turnAt(usual, 19_000)).toEqual({ view: 'health', next: 'incidents', leftMs: 1_000 });
  });

  it('goes on and back by hand', () => {
    expect(turnAt(usual, 0, 2).view).toBe('slo');
    expect(turnAt(usual, 0, -1).view).toBe('changes');
  });

  it('stays where it is pinned, also at a view that does not rotate', () => {
    expect(turnAt({ ...usual, views: ['health', 'slo'], pin: 'changes' }, 45_000)).toEqual({
      view: 'changes',
      next: 'changes',
    });
    expect(turnAt({ ...usual, views: ['slo'] }, 45_000).leftMs).toBeUndefined();
  });
});

describe('asking again', () => {
  const failed = (forMs: number) => ({ dataUpdatedAt: at, errorUpdatedAt: at + forMs, errorUpdateCount: 1 });

  it('waits the longer the longer it fails, but never longer than a minute', () => {
    const waits = [0, 4_000, 40_000, 120_000, 3_600_000].map((ms) => pollAfter(failed(ms)));

    expect(waits).toEqual([15_000, 5_000, 10_000, 30_000, 60_000]);
  });

  it('does the same before the first answer', () => {
    const never = (count: number) => pollAfter({ dataUpdatedAt: 0, errorUpdatedAt: at, errorUpdateCount: count });

    expect([1, 2, 3, 4, 5, 500].map(never)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });
});

describe('old data', () => {
  const part = { kind: 'records' as const, dataAt: at, reason: 'Grafana did not answer.' };

  it('are said with their age and the reason, after a minute', () => {
    expect(isOld(at, at, at + OLD_MS)).toBe(false);
    expect(alarmsOf([part], at, at + 59_000)).toEqual([]);
    expect(alarmsOf([part], at, at + 125_000)).toEqual([
      'Incidents are 2:05 old: Grafana did not answer – trying again',
    ]);
  });

  it('are also those that never came', () => {
    const never = { kind: 'measurements' as const, dataAt: 0 };

    expect(alarmsOf([never], at, at + 30_000)).toEqual([]);
    expect(alarmsOf([never], at, at + 61_000)).toEqual(['Nothing could be measured – trying again']);
  });

  it('a clock that is wrong is put right by the server, small differences are not', () => {
    expect(clockSkew(T0, at - 3_600_000)).toBe(3_600_000);
    expect(clockSkew(T0, at + 800)).toBe(0);
    expect(clockSkew(undefined, at)).toBe(0);
  });
});

describe('loading the page anew', () => {
  const error = (status: number) => new ApiError({ status, code: 'x', message: 'x' });

  it('happens after minutes without an answer, sooner without a session, never while data come', () => {
    expect(needsReload({ dataAt: at, error: null }, at, at + 60 * MINUTE)).toBe(false);
    expect(needsReload({ dataAt: at, error: error(502) }, at, at + 4 * MINUTE)).toBe(false);
    expect(needsReload({ dataAt: at, error: error(502) }, at, at + 5 * MINUTE)).toBe(true);
    expect(needsReload({ dataAt: at, error: error(401) }, at, at + 2 * MINUTE)).toBe(true);
    expect(needsReload({ dataAt: 0, error: error(401) }, at, at + MINUTE / 2)).toBe(false);
  });
});

describe('times that run', () => {
  it.each([
    [-5_000, '0:00'],
    [65_000, '1:05'],
    [3_753_000, '1:02:33'],
    [100 * 3_600_000, '4d 4h'],
  ])('shows %i ms as %s', (ms, text) => {
    expect(stopwatch(ms)).toBe(text);
  });

  it('are too long the sooner the more severe it is', () => {
    expect(SEVERITIES.map((severity) => ageBand(severity, 2 * 60 * MINUTE))).toEqual(['old', 'old', 'aging', 'fresh']);
    expect(SEVERITIES.map((severity) => waitingBand(severity, 10 * MINUTE))).toEqual([
      'old',
      'aging',
      'fresh',
      'fresh',
    ]);
  });

  it('of the acknowledgement ends with it', () => {
    expect(waitOf(anIncident(), at + 90_000)).toEqual({ text: '1:30', band: 'fresh' });
    expect(waitOf(anIncident({ acknowledged: true }), at)).toBeUndefined();
    expect(ageOf(anIncident({ severity: 'P0' }), at + 20 * MINUTE).band).toBe('aging');
  });
});

describe('the next update', () => {
  const due = (seconds: number) => updateOf(anIncident({ nextUpdateDue: T0 }), at - seconds * 1_000);

  it('is counted down, and then how late it is', () => {
    expect(due(600)).toEqual({ text: 'in 10:00', band: 'fresh' });
    expect(due(90)).toEqual({ text: 'in 1:30', band: 'aging' });
    expect(due(-65)).toEqual({ text: '1:05 late', band: 'old' });
    expect(updateOf(anIncident(), at)).toBeUndefined();
  });
});

describe('what is affected', () => {
  it('names some services and all layers', () => {
    const incident = anIncident({ services: ['a', 'b', 'c', 'd', 'e'], layers: ['network', 'ebpf'] });

    expect(affected(incident)).toBe('a, b, c +2 · Network, eBPF');
    expect(affected(anIncident({ services: [], layers: [] }))).toBe('');
  });
});

describe('the order', () => {
  const p0 = (number: number, over = {}) => anIncident({ number, severity: 'P0', detectedAt: T0, ...over });

  it('gives the screen to P0 that nobody looks at, the oldest first, drills last', () => {
    const list = [
      p0(1, { drill: true, detectedAt: '2026-08-01T11:00:00Z' }),
      p0(2),
      p0(3, { acknowledged: true }),
      p0(4, { detectedAt: '2026-08-01T11:30:00Z' }),
      anIncident({ number: 5 }),
      p0(6, { snoozedUntil: T0 }),
      p0(7, { maintenanceUntil: T0 }),
    ];
    const numbers = (rule: 'unacked' | 'open' | 'off') => takeovers(list, rule).map(({ number }) => number);

    expect(numbers('unacked')).toEqual([4, 2, 1]);
    expect(numbers('open')).toEqual([4, 2, 3, 1]);
    expect(numbers('off')).toEqual([]);
  });

  it('keeps a row to say how many more there are', () => {
    expect(fit([1, 2, 3], 3)).toEqual({ shown: [1, 2, 3], rest: [] });
    expect(fit([1, 2, 3, 4], 3)).toEqual({ shown: [1, 2], rest: [3, 4] });
    expect(fit([1, 2], 0)).toEqual({ shown: [], rest: [1, 2] });
  });

  it('counts what is hidden by the records, not by what was sent', () => {
    const open = { P0: 1, P1: 60, P2: 0, P3: 2 };

    expect(hiddenBySeverity(open, [p0(1), anIncident(), anIncident()])).toEqual([
      { severity: 'P1', count: 58 },
      { severity: 'P3', count: 2 },
    ]);
  });
});

describe('the last changes', () => {
  const change = (
    incident: number,
    seq: number,
    kind: string,
    channels?: string[],
    type: 'system' | 'user' = 'system'
  ) =>
    ({
      incident,
      title: '',
      severity: 'P1',
      status: 'triage',
      drill: false,
      entry: {
        seq,
        at: '',
        recordedAt: '',
        kind,
        actor: { type, name: '' },
        body: '',
        data: channels ? { channels } : {},
      },
    }) satisfies Change;

  it('say once what Strata says again and again, and everything that people did', () => {
    const lines = condense([
      change(2, 9, 'escalated', []),
      change(1, 8, 'update_late'),
      change(1, 7, 'escalated', []),
      change(1, 6, 'note', undefined, 'user'),
      change(1, 5, 'note', undefined, 'user'),
      change(1, 4, 'update_late'),
      change(2, 3, 'update_late'),
      change(1, 2, 'escalated', ['ops']),
    ]);
    expect(lines.map((line) => [line.change.entry.seq, line.count])).toEqual([
      [9, 2],
      [8, 2],
      [6, 1],
      [5, 1],
      [3, 1],
      [2, 1],
    ]);
  });
});

describe('text of timelines', () => {
  it.each([
    ['Opened by **HttpServerErrorsHigh**', 'Opened by HttpServerErrorsHigh'],
    ['Down fired for a\\[0\\]: 5 \\* 3 \\<b>', 'Down fired for a[0]: 5 * 3 <b>'],
    ['# Plan\n- see [the graph](https://x.example/a)\n- `kubectl get pods`', 'Plan see the graph kubectl get pods'],
    ['snake_case_name stays', 'snake_case_name stays'],
  ])('of %j is %j', (markdown, text) => {
    expect(plainText(markdown)).toBe(text);
  });
});

describe('the QR code', () => {
  it('has a quiet zone of four modules and the finder in the corner', () => {
    const code = qrOf('https://grafana.example/a/strata-sre-app/incidents/7');

    expect(code?.path).toMatch(/^M4 4h1v1h-1zM5 4/);
    expect(code?.size).toBeGreaterThan(21 + 8);
  });

  it('is left out for addresses that no phone would read from afar', () => {
    expect(qrOf('https://x.example/'.padEnd(301, 'a'))).toBeUndefined();
  });
});

describe('the picture', () => {
  it('moves a little and comes back', () => {
    const places = Array.from({ length: 9 }, (_, index) => shiftAt(index * 3 * MINUTE));

    expect(new Set(places).size).toBe(9);
    expect(shiftAt(9 * 3 * MINUTE)).toBe(places[0]);
    expect(shiftAt(1_000)).toBe(places[0]);
  });
});

describe.each(['dark', 'light'] as const)('contrast in %s', (mode) => {
  const theme = createTheme({ colors: { mode } });
  const { getContrastRatio } = colorManipulator;

  it.each(SEVERITIES)('of %s is at least 4.5', (severity) => {
    const { background, color } = severityPaint(severity, theme);

    expect(getContrastRatio(color, background)).toBeGreaterThanOrEqual(4.5);
  });

  it.each<Tone>(['bad', 'warning', 'minor', 'good'])('of a cell that is %s is at least 4.5', (tone) => {
    const { background, color } = tonePaint(tone, theme);

    expect(getContrastRatio(color, background)).toBeGreaterThanOrEqual(4.5);
  });

  it.each<AgeBand>(['fresh', 'aging', 'old'])('of a time that is %s is at least 4.5', (band) => {
    const { canvas } = theme.colors.background;

    expect(getContrastRatio(ageColor(band, theme), canvas, canvas)).toBeGreaterThanOrEqual(4.5);
  });
});
