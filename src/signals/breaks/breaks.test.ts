import { createDataFrame, FieldType } from '@grafana/data';

import { aSignal } from '../../test/fixtures';
import { type Condition } from '../health/conditions';
import { conditionAbout } from './conditionAbout';
import { breakOf } from './firstBreaks';

const condition: Condition = {
  expr: 'sum by (service, namespace) (rate(errors_total[5m]))',
  op: '>',
  value: 0.5,
  entity: {
    service: { label: 'service' },
    namespace: { label: 'namespace' },
    node: { label: 'instance', regex: '([^:]+)(?::\\d+)?' },
  },
};

describe('conditionAbout', () => {
  it('asks for one series about the thing, in its namespace or in none', () => {
    expect(conditionAbout(condition, { kind: 'service', name: 'cart', namespace: 'shop' })).toBe(
      [
        'max(((((sum by (service, namespace) (rate(errors_total[5m]))',
        ') and on (service) (label_replace(vector(1), "service", "cart", "", "")))',
        ') and on (namespace) (label_replace(vector(1), "namespace", "shop", "", "") or label_replace(vector(1), "namespace", "", "", ""))))',
      ].join('\n')
    );
  });

  it('takes the part of a label that is the name', () => {
    expect(conditionAbout({ ...condition, op: '<' }, { kind: 'node', name: 'n"1' })).toBe(
      'min((label_replace(sum by (service, namespace) (rate(errors_total[5m]))\n, "strata_match", "$1", "instance", "([^:]+)(?::\\\\d+)?")' +
        ' and on (strata_match) (label_replace(vector(1), "strata_match", "n\\"1", "", ""))))'
    );
  });

  it('says nothing about a thing that the series do not name', () => {
    expect(conditionAbout(condition, { kind: 'pod', name: 'cart-1', namespace: 'shop' })).toBeUndefined();
  });
});

const STEP = 60_000;

/** Values a minute apart from minute 0 on; what is absent has no point. */
function brokeAt(values: Array<number | undefined>, startMinute: number) {
  const points = values.flatMap((value, minute) => (value === undefined ? [] : [[minute * STEP, value] as const]));
  const frame = createDataFrame({
    fields: [
      { name: 'Time', type: FieldType.time, values: points.map(([at]) => at) },
      { name: 'Value', type: FieldType.number, values: points.map(([, value]) => value) },
    ],
  });
  const window = { fromMs: 0, toMs: values.length * STEP, startMs: startMinute * STEP };
  const found = breakOf({ signal: aSignal(), condition }, frame, window, STEP);
  return found && { minute: found.atMs / STEP, before: found.before };
}

describe('breakOf', () => {
  it('is where it began to hold before the incident was noticed', () => {
    expect(brokeAt([0, 0, 0, 1, 1, 1, 1], 5)).toEqual({ minute: 3, before: false });
  });

  it('leaves out what had ended before', () => {
    expect(brokeAt([1, 1, 0, 0, 0, 0, 1], 5)).toEqual({ minute: 6, before: false });
    expect(brokeAt([1, 1, undefined, undefined, undefined, undefined, undefined], 5)).toBeUndefined();
  });

  it('takes points that are absent for points that do not hold', () => {
    expect(brokeAt([undefined, 1, undefined, 1, 1, 1], 4)).toEqual({ minute: 3, before: false });
  });

  it('says that it held from the beginning on', () => {
    expect(brokeAt([1, 1, 1, 1], 2)).toEqual({ minute: 0, before: true });
    expect(brokeAt([0, 0, 0, 0], 2)).toBeUndefined();
  });
});
