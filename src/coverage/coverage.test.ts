import { toDataFrame } from '@grafana/data';

import { type SignalSummary } from '../api/types';
import { type Probe } from '../signals/providers/probe';
import { fakeSources } from '../test/fakeSources';
import { aSignal, aSummary } from '../test/fixtures';
import { checkValue, isCheckable } from './checkValue';
import { coverageCsv, csvField } from './csv';
import { buildRow, type CheckResult, groupRows, type Known, type Row, shares } from './rows';
import { runLimited } from './runLimited';
import { filterRows, readView, writeView } from './view';

function aProbe(over: Partial<Probe> = {}): Probe {
  return {
    uid: 'prom',
    name: 'Prom',
    type: 'prometheus',
    provider: 'prometheus',
    state: 'ready',
    names: new Set(['a', 'b']),
    at: 0,
    ...over,
  };
}

function known(over: Partial<Known> = {}): Known {
  return { probes: [aProbe()], asking: new Set(), checks: new Map(), ...over };
}

const exporter = (source: string, ...needs: string[]) => ({ provider: 'prometheus' as const, source, needs });

function rowOf(signal: Partial<SignalSummary>, over: Partial<Known> = {}): Row {
  return buildRow(aSummary(signal), known(over));
}

const statesOf = ({ cells }: Row) => Object.fromEntries(cells.map(({ provider, state }) => [provider, state]));

describe('buildRow', () => {
  it('is as good as its best provider, and names what is missing', () => {
    const row = rowOf({
      providers: [exporter('obi', 'a', 'x'), exporter('hubble', 'b'), { provider: 'elasticsearch', needs: ['f'] }],
      gaps: { pixie: 'Pixie does not see logs.' },
    });

    expect(row.state).toBe('answers');
    expect(statesOf(row)).toMatchObject({ prometheus: 'answers', elasticsearch: 'not-configured', pixie: undefined });
    expect(row.cells[0]?.entries.map(({ source, state, missing }) => [source, state, missing])).toEqual([
      ['obi', 'missing', ['x']],
      ['hubble', 'answers', []],
    ]);
    expect(row.cells.find(({ provider }) => provider === 'pixie')?.gap).toBe('Pixie does not see logs.');
  });

  it('does not call a data source that is still asked not configured', () => {
    const row = rowOf({ providers: [{ provider: 'loki', needs: [] }] }, { asking: new Set(['loki']) });

    expect(row.state).toBe('unknown');
  });

  it('tells a data source that failed from one that lacks metrics', () => {
    const probes = [aProbe({ state: 'failed', names: new Set(), message: 'connection refused' })];

    expect(rowOf({ providers: [exporter('obi', 'a')] }, { probes })).toMatchObject({
      state: 'failed',
      cells: [{ entries: [{ message: 'connection refused', missing: [] }] }, {}, {}, {}, {}, {}, {}],
    });
  });

  it('believes the check of the values more than the names', () => {
    const checks = new Map<string, CheckResult>([['http-5xx-ratio|prometheus|obi|prom', { state: 'empty', at: 7 }]]);

    const row = rowOf({ providers: [exporter('obi', 'a')] }, { checks });

    expect(row.state).toBe('empty');
    expect(row.cells[0]?.entries[0]?.checkedAt).toBe(7);
  });
});

describe('shares', () => {
  it('count what can be seen, without what is switched off', () => {
    const rows = [
      rowOf({ id: 'one', providers: [exporter('obi', 'a')] }),
      rowOf({ id: 'two', providers: [exporter('obi', 'x')] }),
      rowOf({ id: 'off', providers: [exporter('obi', 'x')], enabled: false }),
    ];

    expect(shares(rows)[0]).toMatchObject({
      layer: 'application',
      total: 2,
      observable: 1,
      counts: { answers: 1, missing: 1 },
    });
  });
});

describe('filterRows', () => {
  const rows = [
    rowOf({ id: 'one', title: 'Errors', providers: [exporter('obi', 'a')] }),
    rowOf({ id: 'two', title: 'Loss', layer: 'network', group: 'tcp', providers: [exporter('hubble', 'drop_total')] }),
  ];
  const ids = (query: string) => filterRows(rows, readView(new URLSearchParams(query))).map(({ signal }) => signal.id);

  it.each([
    ['', ['one', 'two']],
    ['layer=network', ['two']],
    ['state=answers', ['one']],
    ['q=HUBBLE drop', ['two']],
    ['q=hubble nothing', []],
    ['layer=network&signal=one', ['one', 'two']],
    ['layer=moon&state=gone', ['one', 'two']],
  ])('shows for "%s" %o', (query, wanted) => {
    expect(ids(query)).toEqual(wanted);
  });

  it('lives in the URL next to what belongs to others', () => {
    const view = {
      ...readView(new URLSearchParams()),
      layer: ['ebpf' as const],
      state: ['missing' as const],
      q: 'tcp',
    };
    const params = writeView(new URLSearchParams('orgId=2'), view);

    expect(params.toString()).toBe('orgId=2&layer=ebpf&state=missing&q=tcp');
    expect(readView(params)).toEqual(view);
  });

  it('keeps the order of the groups, and no empty ones', () => {
    const groups = [
      { id: 'tcp', layer: 'network' as const, title: 'TCP' },
      { id: 'tcp', layer: 'ebpf' as const, title: 'TCP' },
      { id: 'requests', layer: 'application' as const, title: 'Requests' },
    ];

    expect(groupRows(rows, groups).map(({ layer, id }) => `${layer}/${id}`)).toEqual([
      'network/tcp',
      'application/requests',
    ]);
  });
});

describe('coverageCsv', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@cmd', "'@cmd"],
    ['\t=1', "'\t=1"],
  ])('writes %j as %j', (text, field) => {
    expect(csvField(text)).toBe(field);
  });

  it('has one line per way to see a signal, and says why there is none', () => {
    const csv = coverageCsv([
      rowOf({ title: 'Errors, 5xx', providers: [exporter('obi', 'a', 'x', 'y')], gaps: { loki: 'No logs.' } }),
    ]);

    expect(csv.split('\r\n')).toEqual([
      'layer,group,signal,title,enabled,signal state,provider,exporter,data source,state,missing,what to do,requires,note,checked at',
      'application,requests,http-5xx-ratio,"Errors, 5xx",yes,missing,prometheus,obi,Prom,missing,x y,Run OpenTelemetry eBPF instrumentation (OBI) on every node with OTEL_EBPF_PROMETHEUS_PORT set.,,,',
      'application,requests,http-5xx-ratio,"Errors, 5xx",yes,missing,loki,,,no query,,,,No logs.,',
      '',
    ]);
  });
});

describe('checkValue', () => {
  const [entry] = rowOf({ providers: [exporter('otel', 'a')] }).cells[0]?.entries ?? [];
  if (!entry) {
    throw new Error('the row has an entry');
  }
  const frame = (...values: number[]) =>
    toDataFrame({
      fields: [
        { name: 'Time', type: 'time', values: values.map((_, at) => at) },
        { name: 'Value', values },
      ],
    });

  it('asks Prometheus for the value now, in every cluster and service', async () => {
    const asked = fakeSources({ uid: 'prom', type: 'prometheus', answer: () => [frame(0)] });

    expect(await checkValue(aSignal(), entry)).toMatchObject({ state: 'answers' });
    expect(asked).toMatchObject([{ instant: true, range: false, expr: expect.stringContaining('namespace=~".*"') }]);
  });

  it.each([[[]], [[frame()]], [[frame(NaN)]]])('calls %o empty', async (frames) => {
    fakeSources({ uid: 'prom', type: 'prometheus', answer: () => frames });

    expect(await checkValue(aSignal(), entry)).toMatchObject({ state: 'empty' });
  });

  it('calls the zeros of a histogram without documents empty, but not those of Prometheus', async () => {
    const providers = {
      elasticsearch: { index: 'logs-*', query: '*', metrics: [{ id: '1', type: 'count' }], bucketAggs: [], needs: [] },
    };
    const logs = { ...entry, provider: 'elasticsearch' as const, uid: 'es', source: undefined };
    fakeSources({ uid: 'es', type: 'elasticsearch', answer: () => [frame(0, 0)] });

    expect(await checkValue(aSignal({ providers }), logs)).toMatchObject({ state: 'empty' });
  });

  it('says what the data source said', async () => {
    fakeSources({ uid: 'prom', type: 'prometheus', down: 'too many samples' });

    expect(await checkValue(aSignal(), entry)).toMatchObject({ state: 'failed', message: 'too many samples' });
  });

  it('is not tried where something is missing', () => {
    expect(isCheckable(entry)).toBe(true);
    expect(isCheckable({ ...entry, state: 'missing' })).toBe(false);
    expect(isCheckable({ ...entry, uid: undefined, state: 'not-configured' })).toBe(false);
  });
});

describe('runLimited', () => {
  it('runs no more than the limit at once, and all of them', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await runLimited([1, 2, 3, 4, 5], 2, new AbortController().signal, async (item) => {
      running++;
      most = Math.max(most, running);
      await Promise.resolve();
      running--;
      done.push(item);
    });

    expect(most).toBe(2);
    expect(done).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes no new ones once it is stopped', async () => {
    const control = new AbortController();
    const done: number[] = [];
    await runLimited([1, 2, 3], 1, control.signal, async (item) => {
      done.push(item);
      control.abort();
    });

    expect(done).toEqual([1]);
  });
});
