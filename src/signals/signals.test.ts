import { aSignal } from '../test/fixtures';
import { choosePrometheus } from './dataSource';
import { entityName } from './entity';
import { explorePath, refId } from './explore';
import { groupSignals, groupTitle } from './groups';
import { neededMetrics, panelQueries, preferFirstSource } from './queries';
import { fillScope } from './variables';
import { vizSpec } from './viz';

function aProvider(source: string, metric: string) {
  return { source, expr: `rate(${metric}[$__rate_interval])`, legend: '{{pod}}', needs: [metric] };
}

describe('fillScope', () => {
  it('takes everything where nothing is given', () => {
    expect(fillScope('up{cluster=~"$cluster",service=~"$service"}', {})).toBe('up{cluster=~".*",service=~".*"}');
  });

  it('escapes for the regular expression and for the string around it', () => {
    expect(fillScope('up{service=~"$service"}', { service: 'a.b"c' })).toBe('up{service=~"a\\\\.b\\"c"}');
  });

  it('leaves the variables of the data source alone', () => {
    expect(fillScope('rate(x{pod=~"($service).*"}[$__rate_interval])', { service: 'cart' })).toBe(
      'rate(x{pod=~"(cart).*"}[$__rate_interval])'
    );
  });
});

describe('entityName', () => {
  const pod = { label: 'pod', regex: '^(.+?)(?:-[0-9a-f]{6,10}-[0-9a-z]{5}|-[0-9]+)?$' };

  it.each([
    ['cart-5d4f6c7b8-x2x9k', 'cart'],
    ['postgres-0', 'postgres'],
    ['cart', 'cart'],
  ])('takes the workload from the pod %s', (value, name) => {
    expect(entityName({ pod: value }, pod)).toBe(name);
  });

  it('says nothing where the label is missing, does not match, or the expression is not understood', () => {
    expect(entityName({}, pod)).toBeUndefined();
    expect(entityName({ pod: 'x' }, undefined)).toBeUndefined();
    expect(entityName({ pod: 'x' }, { label: 'pod', regex: '(y)' })).toBeUndefined();
    expect(entityName({ pod: 'x' }, { label: 'pod', regex: '(?P<n>' })).toBeUndefined();
  });
});

describe('explorePath', () => {
  it('has one pane with the queries and the time range', () => {
    const path = explorePath({ dataSourceUid: 'prom', queries: [{ expr: 'up', legend: '{{job}}' }], fromMs: 1000 });
    const [pathname, query] = path.split('?');
    const panes: unknown = JSON.parse(new URLSearchParams(query).get('panes') ?? '');

    expect(pathname).toBe('/explore');
    expect(panes).toMatchObject({
      strata: {
        datasource: 'prom',
        queries: [{ refId: 'A', expr: 'up', legendFormat: '{{job}}', range: true }],
        range: { from: '1000', to: 'now' },
      },
    });
  });

  it('names queries as Grafana does', () => {
    expect([0, 25, 26, 27, 52].map(refId)).toEqual(['A', 'Z', 'AA', 'AB', 'BA']);
  });
});

describe('panelQueries', () => {
  const signal = aSignal({
    providers: {
      prometheus: [aProvider('obi', 'obi_rtt'), aProvider('hubble', 'hubble_rtt'), aProvider('obi', 'obi_n')],
    },
  });

  it('asks all exporters in one request and knows which refId is whose', () => {
    const { queries, sourceOf, sources } = panelQueries(signal);

    expect(queries.map(({ refId: id, expr }) => [id, expr])).toEqual([
      ['A', 'rate(obi_rtt[$__rate_interval])'],
      ['B', 'rate(hubble_rtt[$__rate_interval])'],
      ['C', 'rate(obi_n[$__rate_interval])'],
    ]);
    expect(sources).toEqual(['obi', 'hubble']);
    expect(sourceOf).toEqual({ A: 'obi', B: 'hubble', C: 'obi' });
  });

  it('keeps the frames of the first exporter that has data', () => {
    const choice = panelQueries(signal);
    const frame = (id: string, length: number) => ({ refId: id, length });

    expect(preferFirstSource([frame('A', 2), frame('B', 2), frame('C', 0)], choice)).toEqual([frame('A', 2)]);
    expect(preferFirstSource([frame('A', 0), frame('B', 2)], choice)).toEqual([frame('B', 2)]);
    expect(preferFirstSource([frame('A', 0)], choice)).toEqual([]);
  });

  it('asks once where a table or the provider wants the value now', () => {
    const table = panelQueries(aSignal({ visualisation: 'table' })).queries[0];
    const instant = panelQueries(aSignal({ providers: { prometheus: [{ ...aProvider('obi', 'x'), instant: true }] } }));

    expect(table).toMatchObject({ instant: true, range: false, format: 'table' });
    expect(instant.queries[0]).toMatchObject({ instant: true, range: false, format: 'time_series' });
  });

  it('has nothing to ask for a signal of another provider', () => {
    expect(panelQueries(aSignal({ providers: {} })).queries).toEqual([]);
  });

  it('names each metric that is needed once', () => {
    expect(neededMetrics([signal, signal])).toEqual(['hubble_rtt', 'obi_n', 'obi_rtt']);
  });
});

describe('vizSpec', () => {
  it('draws the threshold of the alert with its unit and headroom', () => {
    const { defaults } = vizSpec(aSignal()).fieldConfig;

    expect(defaults.unit).toBe('percentunit');
    expect(defaults.thresholds?.steps).toEqual([
      { value: -Infinity, color: 'green' },
      { value: 0.05, color: 'red' },
    ]);
    expect(defaults.custom).toMatchObject({ thresholdsStyle: { mode: 'dashed' }, axisSoftMax: 0.0625 });
  });

  it('calls the lower side bad where the alert is about too little', () => {
    const { alert, ...rest } = aSignal();
    const spec = vizSpec({ ...rest, unit: 'bool_yes_no', alert: alert && { ...alert, op: '<', value: 1 } });

    expect(spec.fieldConfig.defaults.thresholds?.steps.map(({ color }) => color)).toEqual(['red', 'green']);
    expect(spec.fieldConfig.defaults).toMatchObject({ min: 0, max: 1 });
  });

  it('draws no threshold without an alert', () => {
    const { defaults } = vizSpec(aSignal({ alert: undefined })).fieldConfig;

    expect(defaults.thresholds).toBeUndefined();
    expect(defaults.custom).toMatchObject({ thresholdsStyle: { mode: 'off' } });
  });

  it('says why, when it alerts, what it needs and where that is written', () => {
    const signal = aSignal({ providers: { prometheus: [{ ...aProvider('obi', 'x'), requires: 'OBI with stats.' }] } });
    const { description } = vizSpec(signal);

    expect(description).toContain(signal.why);
    expect(description).toContain('**HttpServerErrorsHigh** (P1): > 0.05 over 5m');
    expect(description).toContain('OBI with stats.');
    expect(description).toContain('Source: OpenTelemetry semantic conventions');
  });
});

describe('groupSignals', () => {
  it('keeps the order of the catalog', () => {
    const groups = groupSignals([
      aSignal({ id: 'a', group: 'dns' }),
      aSignal({ id: 'b', group: 'loss' }),
      aSignal({ id: 'c', group: 'dns' }),
    ]);

    expect(groups.map(({ title, signals }) => [title, signals.map(({ id }) => id)])).toEqual([
      ['DNS', ['a', 'c']],
      ['Loss', ['b']],
    ]);
  });

  it('makes titles', () => {
    expect(groupTitle('critical-path')).toBe('Critical path');
  });
});

describe('choosePrometheus', () => {
  const source = (uid: string, isDefault = false) =>
    ({ uid, name: `Name of ${uid}`, isDefault }) as Parameters<typeof choosePrometheus>[1] extends
      Array<infer T> | undefined
      ? T
      : never;

  it('takes the wanted one, else the default, else the first', () => {
    const list = [source('a'), source('b', true)];

    expect(choosePrometheus('a', list)?.uid).toBe('a');
    expect(choosePrometheus('Name of a', list)?.uid).toBe('a');
    expect(choosePrometheus('deleted', list)?.uid).toBe('b');
    expect(choosePrometheus(null, [source('c')])?.uid).toBe('c');
    expect(choosePrometheus(null, [])).toBeUndefined();
  });
});
