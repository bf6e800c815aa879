import { choosePrometheus } from './dataSource';
import { entityName } from './entity';
import { explorePath } from './explore';
import { refId } from './refId';

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
