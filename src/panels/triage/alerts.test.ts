import {
  applyFieldOverrides,
  createTheme,
  type DataFrame,
  FieldType,
  MappingType,
  toDataFrame,
  type ValueMapping,
} from '@grafana/data';

import { compareItems } from '../../board/item';
import { alertsOf } from './alerts';
import { sourcesOf } from './sources';
import { type TriageOptions } from './types';

const AT = Date.parse('2026-08-01T12:00:00Z');

interface Setting {
  fields?: TriageOptions['fields'];
  mappings?: ValueMapping[];
  links?: Array<{ title: string; url: string; targetBlank?: boolean }>;
}

/** As a panel sees an answer: after the field options. */
function read(frames: DataFrame[], { fields = {}, mappings, links }: Setting = {}) {
  const fieldConfig = { defaults: { mappings, links }, overrides: [] };
  const replaceVariables = (text: string) => text;
  // Grafana copies the defaults into every field; here is no registry of field options that would.
  const given = frames.map((frame) => ({
    ...frame,
    fields: frame.fields.map((field) => ({ ...field, config: { mappings, links } })),
  }));
  const data = applyFieldOverrides({ data: given, fieldConfig, replaceVariables, theme: createTheme() });
  return alertsOf(sourcesOf(data), fields, fieldConfig);
}

/** One series of Prometheus, as an instant query gives it. */
function series(labels: Record<string, string>, values: Array<number | null> = [1], at = AT): DataFrame {
  const times = values.map((_, index) => at - (values.length - 1 - index) * 60_000);
  return toDataFrame({
    refId: 'A',
    fields: [
      { name: 'Time', type: FieldType.time, values: times },
      { name: 'Value', type: FieldType.number, values, labels },
    ],
  });
}

const ALERTS = {
  __name__: 'ALERTS',
  alertname: 'PodDown',
  alertstate: 'firing',
  severity: 'critical',
  service: 'pay',
  layer: 'cluster',
};

describe('alerts of Prometheus', () => {
  it('are read from the labels of an instant vector, without any option', () => {
    const { items, missing } = read([
      series(ALERTS),
      series({ ...ALERTS, alertname: 'Slow', severity: 'info', alertstate: 'pending' }),
    ]);

    expect(missing).toEqual([]);
    expect(items).toEqual([
      expect.objectContaining({
        severity: 'P1',
        title: 'PodDown',
        services: ['pay'],
        layers: ['cluster'],
        since: undefined,
        status: undefined,
      }),
      expect.objectContaining({ severity: 'P3', title: 'Slow', status: 'pending' }),
    ]);
  });

  it('are read from a table; the time of a sample is no start', () => {
    const frame = toDataFrame({
      refId: 'A',
      fields: [
        { name: 'Time', type: FieldType.time, values: [AT, AT] },
        { name: '__name__', type: FieldType.string, values: ['ALERTS', 'ALERTS'] },
        { name: 'alertname', type: FieldType.string, values: ['PodDown', 'PodDown'] },
        { name: 'severity', type: FieldType.string, values: ['page', 'page'] },
        { name: 'Value', type: FieldType.number, values: [1, 1] },
      ],
    });
    const { items } = read([frame]);

    expect(items.map(({ title, severity, since }) => [title, severity, since])).toEqual([
      ['PodDown', 'P1', undefined],
      ['PodDown', 'P1', undefined],
    ]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(2);
  });

  it('have their start in the value of ALERTS_FOR_STATE', () => {
    const { items } = read([series({ ...ALERTS, __name__: 'ALERTS_FOR_STATE' }, [AT / 1000 - 600])]);

    expect(items[0]?.since).toBe(AT - 600_000);
  });

  it('end when their series stops, and keep their id while it goes on', () => {
    const before = read([series(ALERTS, [1, 1]), series({ ...ALERTS, service: 'cart' }, [1, 1], AT - 300_000)]);
    const later = read([series(ALERTS, [1, 1, 1], AT + 60_000)]);

    expect(before.items.map(({ services }) => services)).toEqual([['pay']]);
    expect(later.items.map(({ id }) => id)).toEqual(before.items.map(({ id }) => id));
    expect(read([series(ALERTS, [1, null])]).items).toHaveLength(1);
    expect(read([series(ALERTS, [null])]).items).toEqual([]);
  });
});

/** As raw data of Elasticsearch: names with dots, one object for what is not known. */
const KIBANA = toDataFrame({
  refId: 'B',
  fields: [
    { name: '@timestamp', type: FieldType.time, values: [AT, AT + 1] },
    { name: '_id', type: FieldType.string, values: ['x1', 'x2'] },
    { name: 'kibana.alert.rule.name', type: FieldType.string, values: ['Disk full', 'Disk full'] },
    { name: 'kibana.alert.severity', type: FieldType.string, values: ['high', 'low'] },
    { name: 'kibana.alert.status', type: FieldType.string, values: ['active', 'recovered'] },
    { name: 'kibana.alert.start', type: FieldType.string, values: ['2026-08-01T11:00:00Z', '2026-08-01T11:30:00Z'] },
    { name: 'kibana.alert.url', type: FieldType.string, values: ['https://kibana.example/a', 'javascript:alert(1)'] },
    { name: 'service', type: FieldType.other, values: [{ name: 'db' }, { name: 'web' }] },
  ],
});

describe('rows of Elasticsearch', () => {
  it('are read by the names of Kibana, without those that recovered', () => {
    expect(read([KIBANA]).items).toEqual([
      expect.objectContaining({
        id: 'B|x1',
        severity: 'P1',
        title: 'Disk full',
        since: Date.parse('2026-08-01T11:00:00Z'),
        href: 'https://kibana.example/a',
      }),
    ]);
  });

  it('take their own names, also keys of objects, and never an address that runs code', () => {
    const { items } = read([KIBANA], { fields: { state: '_id', service: 'service.name', started: '@timestamp' } });

    expect(items.map(({ services, since, href }) => [services, since, href])).toEqual([
      [['db'], AT, 'https://kibana.example/a'],
      [['web'], AT + 1, undefined],
    ]);
  });
});

describe("Grafana's own alerts", () => {
  it('are read from labels in a column, such as those of the state history', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: [AT, AT] },
        {
          name: 'line',
          type: FieldType.other,
          values: [
            { current: 'Alerting', ruleTitle: 'CPU' },
            { current: 'Normal (MissingSeries)', ruleTitle: 'CPU' },
          ],
        },
        { name: 'labels', type: FieldType.other, values: [{ severity: 'P0', service: 'pay' }, { severity: 'P0' }] },
      ],
    });

    expect(read([frame]).items).toEqual([
      expect.objectContaining({ severity: 'P0', title: 'CPU', services: ['pay'], since: AT, status: undefined }),
    ]);
  });
});

describe('what cannot be read', () => {
  const frame = toDataFrame({ fields: [{ name: 'colour', type: FieldType.string, values: ['red'] }] });

  it('names the fields that are needed and could not be guessed', () => {
    expect(read([frame])).toEqual({ items: [], missing: [{ role: 'severity' }, { role: 'title' }] });
  });

  it('names the field that an option asks for and that is not there', () => {
    expect(read([series(ALERTS)], { fields: { link: 'runbook' } }).missing).toEqual([
      { role: 'link', name: 'runbook' },
    ]);
  });

  it('is not an answer without rows', () => {
    expect(read([toDataFrame({ fields: [] }), series(ALERTS, [])])).toEqual({ items: [], missing: [] });
  });
});

describe('field options', () => {
  const mappings: ValueMapping[] = [
    { type: MappingType.ValueToText, options: { critical: { text: 'P0' }, '5': { text: 'P0' } } },
  ];

  it('map severities, of labels and of fields', () => {
    const table = toDataFrame({
      fields: [
        { name: 'urgency', type: FieldType.number, values: [5, 1] },
        { name: 'title', type: FieldType.string, values: ['a', 'b'] },
      ],
    });

    expect(read([series(ALERTS)], { mappings }).items[0]?.severity).toBe('P0');
    expect(read([table], { mappings }).items.map(({ severity }) => severity)).toEqual(['P0', 'P2']);
  });

  it('give links: the first is that of the title, others stand beside it', () => {
    const links = [
      { title: 'Explore', url: '/explore?x=1' },
      { title: 'Wiki', url: 'https://wiki.example/', targetBlank: true },
      { title: 'Bad', url: '//evil.example/' },
    ];
    const [item] = read([series(ALERTS)], { links }).items;

    expect(item).toMatchObject({ href: '/explore?x=1', newTab: false });
    expect(item?.links).toEqual([{ title: 'Wiki', href: 'https://wiki.example/', newTab: true }]);
  });
});

it('stands in the order of the board: severity, then age; without a start last', () => {
  const rows = [
    ['c', 'warning', AT],
    ['a', 'critical', null],
    ['b', 'critical', AT],
    ['d', 'critical', AT - 1],
  ];
  const frame = toDataFrame({
    fields: ['title', 'severity', 'started'].map((name, column) => ({ name, values: rows.map((row) => row[column]) })),
  });
  const { items } = read([frame]);

  expect([...items].sort(compareItems).map(({ title }) => title)).toEqual(['d', 'b', 'a', 'c']);
  expect([...items].reverse().sort(compareItems)).toEqual([...items].sort(compareItems));
});
