import { type Signal } from '../api/types';
import { anAlert, aSignal } from '../test/fixtures';
import { instanceRegex, narrowSignal, scopeOf, type Thing } from '../signals/things';
import { isAbout, withoutPort } from './alertsAbout';
import { type Conspicuous, rankSignals } from './rank';
import { mergeTopologies, type Topology, topologyOf, topologyQueries } from './topology';

const CART: Thing = { kind: 'service', name: 'cart', namespace: 'shop' };
const NODE: Thing = { kind: 'node', name: 'node-a' };
const POD: Thing = { kind: 'pod', name: 'cart-0', namespace: 'shop' };

const TOPOLOGY: Topology = {
  pods: [{ namespace: 'shop', name: 'cart-0', node: 'node-a', workload: 'cart' }],
  nodes: [{ name: 'node-a', addresses: ['10.20.0.11', 'fd00::7'] }],
};

const matches = (regex: string, text: string) => new RegExp(`^(?:${regex})$`).test(text);

describe('instanceRegex', () => {
  const regex = instanceRegex(['node-a', '10.20.0.11', 'fd00::7']);

  it.each([
    'node-a',
    'node-a:9100',
    'node-a.example.com:9100',
    '10.20.0.11:9100',
    '10.20.0.11',
    '[fd00::7]:9100',
    'fd00::7',
  ])('takes %s', (instance) => {
    expect(matches(regex, instance)).toBe(true);
  });

  it.each(['node-ab:9100', 'node-a-2', '10.20.0.110:9100', '10920.0.11', '10.20.0.11.5:1', 'xnode-a', 'node-a:port'])(
    'does not take %s',
    (instance) => {
      expect(matches(regex, instance)).toBe(false);
    }
  );

  it('takes names literally', () => {
    expect(matches(instanceRegex(['a.*']), 'abc')).toBe(false);
    expect(matches(instanceRegex(['a.*']), 'a.*:1')).toBe(true);
  });
});

describe('scopeOf', () => {
  it('limits a service to its name, namespace and pods', () => {
    expect(scopeOf(CART, TOPOLOGY)).toEqual({ service: ['cart'], namespace: ['shop'], pod: ['cart-0'] });
  });

  it('goes by the names that workloads give, where the pods are not known', () => {
    const { pod, namespace } = scopeOf({ kind: 'service', name: 'c.rt' }, undefined);
    const regex = pod !== undefined && 'regex' in pod ? pod.regex : '';

    expect(namespace).toBeUndefined();
    expect(matches(regex, 'c.rt-5d4f6c7b8-x2x9k')).toBe(true);
    expect(matches(regex, 'cart-5d4f6c7b8-x2x9k')).toBe(false);
  });

  it('limits a node to its name and addresses, a pod to its name', () => {
    expect(scopeOf(NODE, TOPOLOGY)).toEqual({
      node: ['node-a'],
      instance: { regex: instanceRegex(['node-a', '10.20.0.11', 'fd00::7']) },
    });
    expect(scopeOf(POD, undefined)).toEqual({ namespace: ['shop'], pod: ['cart-0'] });
  });
});

describe('narrowSignal', () => {
  const provider = (source: string, expr: string) => ({ source, expr, legend: '', needs: [] });
  const signal = aSignal({
    providers: {
      prometheus: [
        provider('a', 'x{service=~"$service"}'),
        provider('b', 'x{node=~"$node"}'),
        provider('c', 'x{services=~"$services",pods="$podium"}'),
      ],
      elasticsearch: {
        index: '',
        query: '*',
        metrics: [],
        bucketAggs: [],
        needs: [],
        scope: { service: 'service.name' },
      },
      pixie: { pxl: "px.regex_match('${pod:regex}', df.pod)", columns: [] },
      loki: { expr: '{namespace=~"$namespace"}' },
    },
  });

  it('keeps the queries that can be limited to the thing', () => {
    expect(narrowSignal(signal, 'service')?.providers).toEqual({
      prometheus: [signal.providers.prometheus?.[0]],
      elasticsearch: signal.providers.elasticsearch,
      pixie: signal.providers.pixie,
    });
    expect(Object.keys(narrowSignal(signal, 'node')?.providers ?? {})).toEqual(['prometheus']);
    expect(Object.keys(narrowSignal(signal, 'pod')?.providers ?? {})).toEqual(['pixie']);
  });

  it('leaves a signal out that cannot', () => {
    expect(narrowSignal(aSignal({ providers: { loki: { expr: '{a="b"}' } } }), 'pod')).toBeUndefined();
  });
});

describe('rankSignals', () => {
  const one = (id: string, severity?: 'P0' | 'P3') => {
    const base = aSignal({ id });
    return { ...base, alert: base.alert && severity ? { ...base.alert, severity } : undefined };
  };
  const order = (signals: Signal[], conspicuous: Conspicuous) =>
    rankSignals(signals, 'service', conspicuous, ({ id }) => id !== 'dark')
      .get('application')
      ?.map(({ signal }) => signal.id);
  const none = new Set<string>();

  it('puts what fires first, then what is abnormal, then by severity, and what nothing measures last', () => {
    const signals = [
      one('dark', 'P0'),
      one('plain'),
      one('minor', 'P3'),
      one('major', 'P0'),
      one('odd', 'P3'),
      one('firing', 'P3'),
    ];
    const conspicuous = { firing: new Set(['firing']), abnormal: new Set(['odd']) };

    expect(order(signals, conspicuous)).toEqual(['firing', 'odd', 'major', 'minor', 'plain', 'dark']);
  });

  it('puts alerts that know nothing of the thing below what can be read', () => {
    const signals = [one('quiet', 'P0'), one('plain'), one('watched', 'P3')];

    expect(order(signals, { firing: none, abnormal: none, seen: new Set(['watched']) })).toEqual([
      'watched',
      'plain',
      'quiet',
    ]);
  });

  it('leaves out what is switched off', () => {
    expect(order([{ ...one('off'), enabled: false }], { firing: none, abnormal: none })).toBeUndefined();
  });
});

describe('topologyQueries', () => {
  const context = { scope: { cluster: ['eu'] }, limit: 50, has: () => true };
  const exprOf = (thing: Thing, key: string, over = {}) =>
    topologyQueries(thing, { ...context, ...over }).find((query) => query.key === key)?.expr ?? '';

  it('asks a limited number, in the picked cluster, with the names as they are', () => {
    const thing: Thing = { kind: 'service', name: 'a"b.c$1', namespace: 'shop' };

    expect(exprOf(thing, 'pods')).toMatch(/^topk\(50, max by/);
    expect(exprOf(thing, 'pods')).toContain(
      '{cluster=~"eu", namespace="shop", created_by_kind="ReplicaSet", created_by_name=~"a\\"b\\\\.c[\\x24]1-[0-9a-z]{6,10}"}'
    );
    expect(exprOf(thing, 'otel')).toContain('target_info{service_name="a\\"b.c\\x241"}');
    expect(exprOf(thing, 'otel', { has: () => false })).toBe('');
  });

  it('looks at the end of a time range that is over', () => {
    expect(exprOf(NODE, 'nodes', { atS: 1700000000.5 })).toContain('node="node-a"}[30m] @ 1700000000)');
    expect(exprOf(POD, 'pods')).toContain('namespace="shop", pod="cart-0"}[30m])');
  });
});

describe('topologyOf', () => {
  const pod = (labels: Record<string, string>) => ({ labels, value: 1 });

  it('finds the workload behind a pod, and a node with all its addresses', () => {
    const { pods, nodes } = topologyOf(
      [
        pod({
          namespace: 'shop',
          pod: 'cart-5d4f6c7b8-x2x9k',
          node: 'node-a',
          created_by_kind: 'ReplicaSet',
          created_by_name: 'cart-5d4f6c7b8',
        }),
        pod({ namespace: 'data', pod: 'redis-0', node: '', created_by_kind: 'StatefulSet', created_by_name: 'redis' }),
        pod({ namespace: 'shop', pod: 'debug', created_by_kind: '<none>', created_by_name: '<none>' }),
      ],
      [
        pod({ node: 'node-a', internal_ip: '10.0.0.1' }),
        pod({ node: 'node-a', internal_ip: 'fd00::1' }),
        pod({ node: 'node-b' }),
      ]
    );

    expect(pods.map(({ name, workload, node }) => [name, workload, node])).toEqual([
      ['redis-0', 'redis', undefined],
      ['cart-5d4f6c7b8-x2x9k', 'cart', 'node-a'],
      ['debug', 'debug', undefined],
    ]);
    expect(nodes).toEqual([
      { cluster: undefined, name: 'node-a', addresses: ['10.0.0.1', 'fd00::1'] },
      { cluster: undefined, name: 'node-b', addresses: [] },
    ]);
  });

  it('counts a pod once that two queries found', () => {
    expect(mergeTopologies([TOPOLOGY, TOPOLOGY]).pods).toHaveLength(1);
  });
});

describe('isAbout', () => {
  const alert = (labels: Record<string, string>, service = '') => anAlert({ labels, service });

  it('tells by the service and the namespace', () => {
    expect(isAbout(alert({ namespace: 'shop' }, 'cart'), CART, undefined)).toBe(true);
    expect(isAbout(alert({}, 'cart'), CART, undefined)).toBe(true);
    expect(isAbout(alert({ namespace: 'other' }, 'cart'), CART, undefined)).toBe(false);
    expect(isAbout(alert({ namespace: 'shop' }, 'carts'), CART, undefined)).toBe(false);
  });

  it('tells a node by its name or addresses, a pod by its name', () => {
    expect(isAbout(alert({ instance: '10.20.0.11:9100' }), NODE, TOPOLOGY)).toBe(true);
    expect(isAbout(alert({ instance: '10.20.0.12:9100' }), NODE, TOPOLOGY)).toBe(false);
    expect(isAbout(alert({ node: 'node-a' }), NODE, undefined)).toBe(true);
    expect(isAbout(alert({ k8s_pod_name: 'cart-0', namespace: 'shop' }), POD, undefined)).toBe(true);
    expect(isAbout(alert({ pod: 'cart-0', namespace: 'test' }), POD, undefined)).toBe(false);
  });

  it.each([
    ['10.0.0.1:9100', '10.0.0.1'],
    ['[fd00::1]:9100', 'fd00::1'],
    ['fd00::1', 'fd00::1'],
    ['node-a', 'node-a'],
  ])('leaves the port of %s out', (instance, name) => {
    expect(withoutPort(instance)).toBe(name);
  });
});
