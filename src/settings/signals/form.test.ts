import { parse } from 'yaml';

import { type OwnSignal } from '../../api/types';
import { aSignal } from '../../test/fixtures';
import { changedParts } from './changes';
import { formSchema } from './formSchema';
import { type PartialSignal, type SignalFormValues, toForm, withOwn } from './formValues';
import { byField } from './problems';
import { provisioningYaml } from './provisioning';
import { toOwn } from './toOwn';

const builtIn = aSignal({
  providers: {
    prometheus: [
      {
        source: 'otel',
        expr: 'rate(a[$__rate_interval])',
        legend: 'x',
        needs: ['a', 'b'],
        unit: 'short',
        note: 'kept',
      },
    ],
    loki: { expr: 'sum(rate({a="b"}[$__auto]))', note: 'kept' },
    elasticsearch: { index: 'logs-*', query: '*', metrics: [{ id: '1' }], bucketAggs: [], needs: ['f'] },
  },
});

function change(
  edit: (form: SignalFormValues) => SignalFormValues,
  stored?: OwnSignal,
  initial: PartialSignal = builtIn
) {
  const form = toForm(initial);
  return toOwn(edit(form), { initial, form, builtIn: true, stored });
}

const mistakes = (form: SignalFormValues) => {
  const parsed = formSchema().safeParse(form);
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
};

describe('a change of a built-in signal', () => {
  it('names nothing where nothing is different', () => {
    expect(change((form) => form)).toEqual({ id: builtIn.id });
  });

  it('names only what is different, whole providers and fields of the alert', () => {
    const own = change((form) => ({
      ...form,
      title: 'Errors',
      loki: { ...form.loki, legend: '{{a}}' },
      alert: { ...form.alert, value: '0.2', for: '1m' },
    }));

    expect(own).toEqual({
      id: builtIn.id,
      title: 'Errors',
      providers: { loki: { expr: 'sum(rate({a="b"}[$__auto]))', legend: '{{a}}', note: 'kept' } },
      alert: { value: 0.2, for: '1m' },
    });
  });

  it('keeps what was changed before', () => {
    const stored = { id: builtIn.id, why: 'Mine', providers: { splunk: { spl: 'x' } }, alert: { severity: 'P0' } };

    const own = change(
      (form) => ({ ...form, loki: { expr: '', legend: '' }, alert: { ...form.alert, for: '1m' } }),
      stored
    );

    expect(own).toEqual({
      id: builtIn.id,
      why: 'Mine',
      providers: { splunk: { spl: 'x' }, loki: null },
      alert: { severity: 'P0', for: '1m' },
    });
  });

  it('takes the threshold, or the whole alert, away', () => {
    const alert = toForm(builtIn).alert;

    expect(change((form) => ({ ...form, alert: { ...alert, value: '' } })).alert).toEqual({ op: null, value: null });
    expect(change((form) => ({ ...form, alert: { ...alert, on: false } })).alert).toBeNull();
  });

  it('keeps the expression of a label that stays', () => {
    const entity = { service: { label: 'pod', regex: '^(.+)-x$' }, cluster: { label: 'cluster' } };
    const initial = { ...builtIn, alert: { ...builtIn.alert, entity } };

    const own = change((form) => ({ ...form, alert: { ...form.alert, cluster: 'k8s_cluster' } }), undefined, initial);

    expect(own.alert).toEqual({ entity: { service: entity.service, cluster: { label: 'k8s_cluster' } } });
  });
});

describe('a new signal', () => {
  const values: SignalFormValues = {
    ...toForm({}),
    id: 'shop-orders',
    group: 'business',
    title: 'Orders',
    why: 'Money.',
    unit: 'ops',
    prometheus: [
      { source: 'shop', expr: 'rate(o[5m])', legend: 'x', needs: 'o, p  o', requires: '', instant: true, rest: {} },
    ],
  };

  it('is whole, without what is empty', () => {
    expect(toOwn(values, { initial: {}, form: toForm({}), builtIn: false })).toEqual({
      id: 'shop-orders',
      layer: 'application',
      group: 'business',
      title: 'Orders',
      why: 'Money.',
      unit: 'ops',
      visualisation: 'timeseries',
      providers: {
        prometheus: [{ source: 'shop', expr: 'rate(o[5m])', legend: 'x', needs: ['o', 'p'], instant: true }],
      },
    });
  });

  it('stays switched off when it was', () => {
    const stored = { id: 'shop-orders', enabled: false };

    expect(toOwn(values, { initial: {}, form: toForm({}), builtIn: false, stored }).enabled).toBe(false);
  });

  it('is right when nothing is missing', () => {
    expect(mistakes(values)).toEqual([]);
  });

  it.each<[string, Partial<SignalFormValues>, string[]]>([
    ['an id with capitals', { id: 'Shop' }, ['id']],
    ['no query', { prometheus: [] }, ['providers']],
    ['a list where JSON wants an object', { elasticsearch: '[]' }, ['elasticsearch']],
    ['JSON that is none', { kubeshark: '{' }, ['kubeshark']],
    ['empty texts', { title: ' ', why: '', group: '' }, ['group', 'title', 'why']],
  ])('is refused with %s', (_, edit, fields) => {
    expect(mistakes({ ...values, ...edit })).toEqual(fields);
  });

  it('is refused with an alert that has mistakes, which do not count while it is off', () => {
    const alert = { ...values.alert, name: 'no orders', for: 'long', value: 'x', window: '5 m' };

    expect(mistakes({ ...values, alert })).toEqual([]);
    expect(mistakes({ ...values, alert: { ...alert, on: true } })).toEqual([
      'alert.name',
      'alert.for',
      'alert.window',
      'alert.value',
      'alert.op',
      'alert.summary',
      'alert.runbook',
    ]);
  });
});

describe('withOwn', () => {
  it('shows a change that the catalog left out, so that it can be mended', () => {
    const own = { id: builtIn.id, title: 'Mine', alert: { for: 'soon' }, providers: { loki: { expr: '{' } } };

    const whole = withOwn(builtIn, own);

    expect(whole).toMatchObject({ title: 'Mine', why: builtIn.why, alert: { for: 'soon', value: 0.05 } });
    expect(whole.providers).toMatchObject({ loki: { expr: '{' }, prometheus: [{ source: 'otel' }] });
    expect(withOwn(builtIn, { id: builtIn.id, alert: null }).alert).toBeUndefined();
  });
});

describe('byField', () => {
  it.each([
    ['title', 'title'],
    ['signal.title', 'title'],
    ['providers.prometheus[1].expr', 'prometheus.1.expr'],
    ['providers.prometheus[0].needs[2]', 'prometheus.0.needs'],
    ['providers.elasticsearch.metrics[0].type', 'elasticsearch'],
    ['providers.pixie.columns[0]', 'pixie.columns'],
    ['providers.loki.note', 'loki.expr'],
    ['providers', 'providers'],
    ['alert.value', 'alert.value'],
    ['alert.levels[0].name', 'alert.more'],
    ['alert.entity.node.label', 'alert.node'],
    ['alert.entity', 'alert.service'],
    ['', ''],
    ['something.else', ''],
  ])('puts %s to %s', (path, field) => {
    expect([...byField([{ field: path, message: 'is wrong' }]).keys()]).toEqual([field]);
  });

  it('keeps the path where the field is only near, and several messages', () => {
    const found = byField([
      { field: 'providers.elasticsearch.index', message: 'is missing' },
      { field: 'providers.elasticsearch.query', message: 'is empty' },
      { field: 'id', message: 'is taken' },
    ]);

    expect(found.get('elasticsearch')).toBe(
      'providers.elasticsearch.index is missing; providers.elasticsearch.query is empty'
    );
    expect(found.get('id')).toBe('is taken');
  });
});

it('names the parts of a change', () => {
  expect(
    changedParts({ id: 'x', enabled: false, title: 'T', providers: { loki: { expr: '' } }, alert: { for: '1m' } })
  ).toEqual(['title', 'Loki', 'alert.for']);
  expect(changedParts({ id: 'x', alert: null })).toEqual(['alert']);
});

it('writes a provisioning file that survives the variables of Grafana', async () => {
  const signal = { id: 'x', alert: { query: 'rate(a{s=~"$service"}[$__window])', note: 'a: b # c\nd' } };

  const text = await provisioningYaml([signal]);

  expect(text).toContain('$$service');
  // What Grafana reads: two dollar signs are one.
  expect(parse(text.replaceAll('$$', '$'))).toEqual({
    apiVersion: 1,
    apps: [{ type: 'strata-sre-app', jsonData: { signals: [signal] } }],
  });
});
