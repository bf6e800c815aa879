import { type DataFrame, FieldType, toDataFrame } from '@grafana/data';

import { aSignal } from '../../test/fixtures';
import { knownAddresses, readByAddress, withoutPodSuffix } from './addresses';
import { type Flow, joinFlows, readByLabels, samplesOf } from './flows';
import { flowsOfTable } from './nodesAndEdges';
import { FLOW_SOURCES, type FlowSource, mapQueries, rateProvider } from './sources';

function source(id: string): FlowSource {
  const found = FLOW_SOURCES.find((one) => one.id === id);
  if (!found) {
    throw new Error(`no source ${id}`);
  }
  return found;
}

/** As Prometheus answers an instant query in the format table. */
function table(labels: Array<Record<string, string>>, values: Array<number | null>): DataFrame {
  return toDataFrame({
    fields: [
      { name: 'Time', type: FieldType.time, values: values.map(() => 0) },
      ...Object.keys(labels[0] ?? {}).map((name) => ({
        name,
        type: FieldType.string,
        values: labels.map((row) => row[name]),
      })),
      { name: 'Value #A', type: FieldType.number, values },
    ],
  });
}

/** As Prometheus answers it in the format time_series. */
function series(labels: Record<string, string>, ...values: number[]): DataFrame {
  return toDataFrame({
    fields: [
      { name: 'Time', type: FieldType.time, values: values.map((_, at) => at) },
      { name: 'Value', type: FieldType.number, labels, values },
    ],
  });
}

function readerOf(id: string) {
  const { ends } = source(id);
  if (ends === 'addresses') {
    throw new Error(`${id} needs addresses`);
  }
  return readByLabels(ends.source, ends.target);
}

const brief = ({ source: from, target: to, ...figures }: Flow) => ({
  from: `${from.namespace ?? '-'}/${from.name}`,
  to: `${to.namespace ?? '-'}/${to.name}`,
  ...JSON.parse(JSON.stringify(figures)),
});

describe('samplesOf', () => {
  it('reads tables and series, and leaves out what is no number', () => {
    expect(samplesOf([table([{ a: 'x' }, { a: 'y' }, { a: 'z' }], [1, null, Infinity])])).toEqual([
      { labels: { a: 'x' }, value: 1 },
    ]);
    expect(samplesOf([series({ a: 'x' }, 1, 2)])).toEqual([{ labels: { a: 'x' }, value: 2 }]);
    expect(samplesOf([series({ a: 'x' })])).toEqual([]);
  });
});

describe('flows of Prometheus', () => {
  it.each([
    [
      'hubble',
      {
        source_namespace: 'shop',
        source_workload: 'frontend',
        destination_namespace: 'shop',
        destination_workload: 'cart',
      },
      'shop/frontend',
      'shop/cart',
    ],
    [
      'istio',
      {
        source_workload_namespace: 'shop',
        source_workload: 'frontend',
        destination_workload_namespace: 'unknown',
        destination_workload: 'unknown',
      },
      'shop/frontend',
      '-/',
    ],
    ['obi', { client: 'frontend', server: 'cart' }, '-/frontend', '-/cart'],
    [
      'obi-network',
      { k8s_src_namespace: 'shop', k8s_src_owner_name: 'cart', k8s_dst_namespace: 'data', k8s_dst_owner_name: 'redis' },
      'shop/cart',
      'data/redis',
    ],
    [
      'netobserv',
      { SrcK8S_Namespace: 'shop', SrcK8S_OwnerName: 'cart', DstK8S_Namespace: '', DstK8S_OwnerName: '' },
      'shop/cart',
      '-/',
    ],
  ])('names the ends as %s does', (id, labels, from, to) => {
    const flows = joinFlows({ rate: samplesOf([table([labels], [3])]) }, readerOf(id));

    expect(flows.map(brief)).toEqual([{ from, to, rate: 3 }]);
  });

  it('joins rate, failures and latency by their ends', () => {
    const a = { client: 'a', server: 'b' };
    const b = { client: 'b', server: 'c' };
    const [first, second] = joinFlows(
      {
        rate: [
          { labels: a, value: 10 },
          { labels: b, value: 4 },
        ],
        failed: [{ labels: a, value: 1 }],
        latency: [
          { labels: b, value: 0.2 },
          { labels: b, value: 0.5 },
          { labels: { client: 'x', server: 'y' }, value: 9 },
        ],
      },
      readerOf('obi')
    );

    expect(first).toMatchObject({ rate: 10, errors: 0.1, latency: undefined });
    expect(second).toMatchObject({ rate: 4, errors: 0, latency: 0.5 });
  });

  it('takes the share of what was handled where the rate counts something else, never more than all', () => {
    const labels = { client: 'a', server: 'b' };
    const one = (value: number) => [{ labels, value }];

    expect(joinFlows({ rate: one(100), failed: one(1), handled: one(4) }, readerOf('obi'))[0]?.errors).toBe(0.25);
    expect(joinFlows({ rate: one(1), failed: one(1.1) }, readerOf('obi'))[0]?.errors).toBe(1);
    expect(joinFlows({ rate: one(100), failed: [], handled: [] }, readerOf('obi'))[0]?.errors).toBeUndefined();
    expect(joinFlows({ rate: one(100) }, readerOf('obi'))[0]?.errors).toBeUndefined();
  });
});

describe('flows of Coroot', () => {
  const known = knownAddresses(
    [
      {
        labels: {
          namespace: 'shop',
          pod: 'cart-5d4f6c7b8-x2x9k',
          pod_ip: '10.1.0.4',
          created_by_kind: 'ReplicaSet',
          created_by_name: 'cart-5d4f6c7b8',
        },
        value: 1,
      },
      {
        labels: {
          namespace: 'data',
          pod: 'redis-0',
          pod_ip: '10.1.0.5',
          created_by_kind: 'StatefulSet',
          created_by_name: 'redis',
        },
        value: 1,
      },
    ],
    [
      { labels: { namespace: 'shop', service: 'catalog', cluster_ip: '10.96.0.9' }, value: 1 },
      { labels: { namespace: 'shop', service: 'headless', cluster_ip: 'None' }, value: 1 },
    ]
  );
  const flows = (container: string, destination: string) =>
    joinFlows(
      { rate: [{ labels: { container_id: container, actual_destination: destination }, value: 1 }] },
      readByAddress(known)
    ).map(brief);

  it.each([
    ['/k8s/shop/cart-5d4f6c7b8-x2x9k/cart', '10.1.0.5:6379', 'shop/cart', 'data/redis'],
    ['/k8s/shop/front-6c7b85d4f-abcde/front', '10.96.0.9:80', 'shop/front', 'shop/catalog'],
    ['/system.slice/kubelet.service', '203.0.113.7:443', '-/kubelet.service', '-/203.0.113.7:443'],
    ['/k8s/shop/web-0/web', '[fd00::7]:443', 'shop/web', '-/[fd00::7]:443'],
  ])('finds who is behind %s → %s', (container, destination, from, to) => {
    expect(flows(container, destination)).toEqual([{ from, to, rate: 1 }]);
  });

  it('makes one flow of all pods of a service', () => {
    const rate = ['a', 'b'].map((last) => ({
      labels: { container_id: `/k8s/shop/web-${last}bcdefgh12-x2x9k/web`, actual_destination: '10.1.0.5:6379' },
      value: 2,
    }));

    expect(joinFlows({ rate }, readByAddress(known)).map(brief)).toEqual([
      { from: 'shop/web', to: 'data/redis', rate: 4 },
    ]);
  });

  it.each([
    ['cart-5d4f6c7b8-x2x9k', 'cart'],
    ['postgres-0', 'postgres'],
    ['my-app', 'my-app'],
  ])('takes the workload from the name %s', (pod, workload) => {
    expect(withoutPodSuffix(pod)).toBe(workload);
  });
});

describe('flows of tables', () => {
  it('reads the edges of Pixie, in seconds', () => {
    const edges = toDataFrame({
      name: 'edges',
      fields: [
        { name: 'id', values: ['shop/a-shop/b', 'x'] },
        { name: 'source', values: ['shop/a', '10.0.0.9'] },
        { name: 'target', values: ['shop/b', '["shop/b","shop/b-canary"]'] },
        { name: 'mainStat', values: [250, 10] },
        { name: 'secondaryStat', values: [0.1, NaN] },
      ],
    });
    const nodes = toDataFrame({ name: 'nodes', fields: [{ name: 'id', values: ['shop/a'] }] });

    expect(flowsOfTable([nodes, edges]).map(brief)).toEqual([
      { from: 'shop/a', to: 'shop/b', errors: 0.1, latency: 0.25 },
      { from: '-/10.0.0.9', to: 'shop/b', latency: 0.01 },
    ]);
  });

  it('reads the flows of Kubeshark, in bytes', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'client.svc', values: ['frontend', ''] },
        { name: 'server.svc', values: ['cart', 'cart'] },
        { name: 'totals.bps', values: ['8000', ''] },
      ],
    });

    expect(flowsOfTable([frame]).map(brief)).toEqual([
      { from: '-/frontend', to: '-/cart', rate: 1000 },
      { from: '-/', to: '-/cart' },
    ]);
  });

  it('leaves a cell alone that only looks like a list', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'source', values: ['[broken'] },
        { name: 'target', values: ['b'] },
      ],
    });

    expect(flowsOfTable([frame]).map(brief)).toEqual([{ from: '-/[broken', to: '-/b' }]);
  });
});

describe('mapQueries', () => {
  const provider = { source: 'hubble', expr: 'sum(flows)', legend: '', needs: ['hubble_flows_processed_total'] };

  it('asks the busiest only, and counts the others', () => {
    const { rate, total, failed, handled, latency } = mapQueries(source('hubble'), provider, () => true, 200);

    expect(rate).toBe('topk(200, sum(flows))');
    expect(total).toBe('count(sum(flows))');
    for (const query of [failed, handled, latency]) {
      expect(query).toMatch(
        /\) and on \(source_namespace, source_workload, destination_namespace, destination_workload\) topk\(200, sum\(flows\)\)$/
      );
    }
  });

  it('takes the failures that the data source has metrics for', () => {
    const flowsOnly = (metric: string) => metric === 'hubble_flows_processed_total';
    const queries = mapQueries(source('hubble'), provider, flowsOnly, 200);

    expect(queries.failed).toContain('verdict="DROPPED"');
    expect(queries.latency).toBeUndefined();
    expect(mapQueries(source('netobserv'), provider, () => true, 200).failed).toBeUndefined();
    expect(mapQueries(source('istio'), provider, () => true, 200).latency).toContain(' * 0.001');
  });

  it('finds the rate in the catalog, for Coroot in the signal of requests between services', () => {
    const coroot = { ...provider, source: 'coroot' };
    const signals = [
      aSignal({ id: 'net-s2s-throughput', providers: { prometheus: [coroot, provider] } }),
      aSignal({ id: 'net-s2s-map', providers: { prometheus: [{ ...provider, expr: 'of the map' }] } }),
    ];

    expect(rateProvider(source('hubble'), signals)?.expr).toBe('of the map');
    expect(rateProvider(source('coroot'), signals)).toBe(coroot);
    expect(rateProvider(source('istio'), signals)).toBeUndefined();
  });
});
