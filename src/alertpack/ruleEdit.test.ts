import { anOwnRecord, aRule, aSignal, aSummary } from '../test/fixtures';
import { exportersFound } from './exporters';
import { leftOut } from './leftOut';
import { readView, writeView } from './packQuery';
import { alertPatch, placeOf, valuesOf, withAlert, without } from './ruleEdit';
import { conditionText, matchesWords, ruleUnit, summaryText } from './ruleText';

const { alert: base } = aSignal();
if (!base) {
  throw new Error('the fixture has an alert');
}
const alert = {
  ...base,
  levels: [
    { name: 'HttpServerErrorsCritical', severity: 'P0' as const, value: 0.5, for: '2m', summary: 'half of them' },
    { name: 'HttpServerErrorsNone', severity: 'P3' as const, for: '1h', summary: 'few of them' },
  ],
  alternatives: [{ source: 'istio', query: 'istio_errors', value: 0.1 }],
  elasticsearch: {
    index: 'logs-*',
    query: 'status:>=500',
    metric: 'count',
    op: '>' as const,
    value: 300,
    window: '5m',
  },
};
const level = aRule({ name: 'HttpServerErrorsCritical' });
const istio = aRule({ source: 'istio' });
const logs = aRule({ name: 'HttpServerErrorsHighLogs', provider: 'elasticsearch', source: undefined });

describe('a change of a rule', () => {
  it.each([
    ['its own condition', aRule(), { value: 0.05, for: '5m', severity: 'P1' }],
    ['a level', level, { value: 0.5, for: '2m', severity: 'P0' }],
    ['another exporter', istio, { value: 0.1, for: '5m', severity: 'P1' }],
    ['logs', logs, { value: 300, for: '5m', severity: 'P1' }],
  ])('starts from the values of %s', (_, rule, values) => {
    expect(valuesOf(alert, placeOf(alert, rule))).toEqual(values);
  });

  it('names only what is different', () => {
    const place = placeOf(alert, aRule());

    expect(alertPatch(alert, place, { value: 0.05, for: '5m', severity: 'P1' })).toEqual({});
    expect(alertPatch(alert, place, { value: 0.2, for: '5m', severity: 'P2' })).toEqual({ value: 0.2, severity: 'P2' });
  });

  it('keeps the other levels', () => {
    const patch = alertPatch(alert, placeOf(alert, level), { value: 0.7, for: '2m', severity: 'P0' });

    expect(patch).toEqual({ levels: [{ ...alert.levels[0], value: 0.7 }, alert.levels[1]] });
  });

  it('changes the threshold of that exporter or of the logs only, the rest for all', () => {
    expect(alertPatch(alert, placeOf(alert, istio), { value: 0.3, for: '1m', severity: 'P1' })).toEqual({
      for: '1m',
      alternatives: [{ ...alert.alternatives[0], value: 0.3 }],
    });
    expect(alertPatch(alert, placeOf(alert, logs), { value: 10, for: '5m', severity: 'P1' })).toEqual({
      elasticsearch: { ...alert.elasticsearch, value: 10 },
    });
  });

  it('is put over what is stored already', () => {
    const record = anOwnRecord({ signal: { id: 'x', title: 'Mine', alert: { for: '1m', value: 3 } } });

    expect(withAlert('x', record, { value: 4 })).toEqual({ id: 'x', title: 'Mine', alert: { for: '1m', value: 4 } });
    expect(withAlert('x', undefined, { value: 4 })).toEqual({ id: 'x', alert: { value: 4 } });
  });

  it('goes when nothing is left of it', () => {
    expect(without({ id: 'x', alert: { value: 4 } }, ['alert'])).toBeUndefined();
    expect(without({ id: 'x', enabled: false, alert: {} }, ['alert'])).toEqual({ id: 'x', enabled: false });
  });
});

describe('the text of a condition', () => {
  const signal = aSummary({ alert });

  it('has the threshold with its unit', () => {
    expect(conditionText(aRule(), signal)).toBe('> 5% for 5m');
    expect(conditionText(level, signal)).toBe('> 50% for 5m');
  });

  it('says that a rule without threshold fires on every row', () => {
    expect(conditionText(aRule({ name: 'HttpServerErrorsNone', for: '1h' }), signal)).toBe(
      'on every row of the query, for 1h'
    );
    expect(conditionText(aRule(), undefined)).toBe('on every row of the query, for 5m');
  });

  it('has no unit where the alert measures something else than the panel', () => {
    const seconds = aSummary({ unit: 's' });
    expect(ruleUnit(aRule({ expr: 'histogram_quantile(0.9, x) > 1' }), seconds)).toBe('s');
    expect(ruleUnit(aRule({ expr: 'predict_linear(x[1h], 600) < 0' }), seconds)).toBe('short');
    expect(ruleUnit(aRule(), aSummary({ unit: 'bool' }))).toBe('short');
    const logs = aRule({ provider: 'elasticsearch' });
    const elasticsearch = { index: 'i', query: 'q', metric: 'count', op: '>' as const, value: 1, window: '5m' };
    const withMetric = (over: object) =>
      aSummary({ unit: 's', alert: { ...alert, elasticsearch: { ...elasticsearch, ...over } } });
    expect(ruleUnit(logs, withMetric({ metric: 'percentile(transaction.duration.us, 95)' }))).toBe('µs');
    expect(ruleUnit(logs, withMetric({ of: 'all' }))).toBe('percentunit');
    expect(ruleUnit(logs, withMetric({}))).toBe('short');
  });

  it('says in its summary what the alert puts in', () => {
    expect(summaryText('{{ $value | humanize }} of {{ index $labels "service.name" }} at {{ $labels.node }}')).toBe(
      '<value> of <service.name> at <node>'
    );
    expect(
      summaryText(
        'Errors of {{ with (index $labels "service.name") }}{{ . }}{{ end }}: {{ with $values.B }}{{ .Value }}{{ else }}?{{ end }} in 5m'
      )
    ).toBe('Errors of <service.name>: <value> in 5m');
  });

  it('is found by all of its words', () => {
    expect(matchesWords(aRule(), 'Server error ratio', 'ratio service_NAME')).toBe(true);
    expect(matchesWords(aRule(), 'Server error ratio', 'ratio nothing')).toBe(false);
  });
});

describe('exportersFound', () => {
  it('takes an exporter that some alert asks and that has all metrics of one of its queries', () => {
    const alternatives = ['hubble', 'empty'].map((source) => ({ source, query: 'q', entity: {} }));
    const signals = [
      aSummary({
        alert: { ...alert, source: 'obi', alternatives },
        providers: [
          { provider: 'prometheus', source: 'obi', needs: ['a', 'b'] },
          { provider: 'prometheus', source: 'hubble', needs: ['c'] },
          { provider: 'prometheus', source: 'empty', needs: [] },
          { provider: 'prometheus', source: 'unasked', needs: ['a'] },
          { provider: 'elasticsearch', needs: ['a'] },
        ],
      }),
      aSummary({ providers: [{ provider: 'prometheus', source: 'obi', needs: ['a'] }] }),
    ];

    expect(exportersFound(signals, new Set(['a', 'c']))).toEqual(['hubble', 'obi']);
    expect(exportersFound(signals, new Set())).toEqual([]);
  });
});

describe('leftOut', () => {
  const everything = { layer: [] };

  it('names why a rule is not in the file', () => {
    const { query: _, source: __, ...onLogs } = alert;
    const signals = [
      aSummary({ id: 'there', alert }),
      aSummary({ id: 'off', alert, enabled: false }),
      aSummary({ id: 'elsewhere', alert }),
      aSummary({ id: 'logs', alert: { ...onLogs, alternatives: [] } }),
      aSummary({ id: 'quiet', alert: undefined }),
      aSummary({ id: 'silenced', alert: undefined }),
    ];

    const own = [anOwnRecord({ signal: { id: 'silenced', alert: null } })];

    const list = leftOut([aRule({ signal: 'there' })], signals, everything, ['hubble'], own);

    expect(list.map(({ signal, reason }) => [signal.id, reason])).toEqual([
      ['off', 'off'],
      ['elsewhere', 'exporter'],
      ['logs', 'logs'],
      ['silenced', 'off'],
    ]);
    expect(list[1]?.exporters).toEqual(['otel', 'istio']);
  });

  it('is about the chosen layers', () => {
    expect(leftOut([], [aSummary({ alert })], { layer: ['ebpf'] }, undefined)).toEqual([]);
  });
});

describe('the view in the URL', () => {
  it('is read as it was written, next to what belongs to others', () => {
    const view = {
      ...readView(new URLSearchParams()),
      format: 'prometheus' as const,
      layer: ['network' as const, 'ebpf' as const],
      exporters: 'default' as const,
      q: 'tcp',
    };

    const params = writeView(new URLSearchParams('orgId=2&q=old'), view);

    expect(params.get('orgId')).toBe('2');
    expect(readView(params)).toEqual(view);
  });

  it('ignores what it does not know', () => {
    expect(readView(new URLSearchParams('format=xml&layer=moon&exporters=?'))).toMatchObject({
      format: 'grafana',
      layer: [],
      exporters: 'found',
    });
  });
});
