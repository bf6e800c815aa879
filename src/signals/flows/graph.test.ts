import { anIncident } from '../../test/fixtures';
import { type Flow } from './flows';
import { graphFrames, incidentOf } from './frames';
import { serviceGraph } from './graph';

const flow = (from: string, to: string, figures: Partial<Flow> = {}): Flow => ({
  source: { namespace: 'shop', name: from },
  target: { namespace: 'shop', name: to },
  ...figures,
});

const FLOWS = [
  flow('frontend', 'cart', { rate: 30, errors: 0.1, latency: 0.2 }),
  flow('checkout', 'cart', { rate: 10, errors: 0.5, latency: 1.5 }),
  flow('cart', 'redis', { rate: 100, errors: 0 }),
];

function columnsOf(frame: { fields: Array<{ name: string; values: unknown[] }> } | undefined) {
  return Object.fromEntries((frame?.fields ?? []).map(({ name, values }) => [name, values]));
}

describe('serviceGraph', () => {
  it('sums what arrives at a node, and what it sends where nothing arrives', () => {
    const { nodes } = serviceGraph(FLOWS, 10);
    const node = (name: string) => nodes.find((one) => one.name === name);

    expect(node('cart')).toMatchObject({ rate: 40, latency: 1.5 });
    expect(node('cart')?.errors).toBeCloseTo(0.2);
    expect(node('frontend')).toMatchObject({ rate: 30, errors: undefined, latency: undefined });
  });

  it('keeps the busiest edges only, and says how many there are', () => {
    const graph = serviceGraph(FLOWS, 2);

    expect(graph.edges.map(({ id }) => id)).toEqual(['shop/cart shop/redis', 'shop/frontend shop/cart']);
    expect(graph.total).toBe(3);
    expect(graph.nodes.map(({ name }) => name).sort()).toEqual(['cart', 'frontend', 'redis']);
    expect(serviceGraph(FLOWS, 2, 900).total).toBe(900);
  });

  it('orders by latency where no rate is measured', () => {
    const graph = serviceGraph([flow('a', 'b', { latency: 0.1 }), flow('b', 'c', { latency: 3 })], 10);

    expect(graph.edges.map(({ latency }) => latency)).toEqual([3, 0.1]);
    expect(graph.nodes.find(({ name }) => name === 'b')?.rate).toBeUndefined();
  });

  it('takes the worst error share where rates are unknown', () => {
    const { nodes } = serviceGraph([flow('a', 'c', { errors: 0.1 }), flow('b', 'c', { errors: 0.4 })], 10);

    expect(nodes.find(({ name }) => name === 'c')?.errors).toBe(0.4);
  });
});

describe('graphFrames', () => {
  it('are what the node graph panel reads, with figures as text', () => {
    const [nodes, edges] = graphFrames(serviceGraph(FLOWS, 10), { unit: 'reqps', incidents: [] });
    const cart = columnsOf(nodes).id?.indexOf('shop/cart') ?? -1;

    expect(nodes?.meta?.preferredVisualisationType).toBe('nodeGraph');
    expect(columnsOf(nodes).title?.[cart]).toBe('cart');
    expect(columnsOf(nodes).mainstat?.[cart]).toBe('40 req/s');
    expect(columnsOf(nodes).secondarystat?.[cart]).toBe('1.50 s');
    expect(columnsOf(nodes).arc__success?.[cart]).toBeCloseTo(0.8);
    expect(columnsOf(nodes).arc__errors?.[cart]).toBeCloseTo(0.2);
    expect(columnsOf(edges)).toMatchObject({
      source: ['shop/cart', 'shop/frontend', 'shop/checkout'],
      target: ['shop/redis', 'shop/cart', 'shop/cart'],
      thickness: [6, 3, 2],
      strokeDasharray: ['', '6 3', '6 3'],
    });
  });

  it('ring a node with the severity of its worst open incident, and say it in words', () => {
    const incidents = [
      anIncident({ number: 8, severity: 'P2', services: ['cart'] }),
      anIncident({ number: 7, severity: 'P0', services: ['checkout', 'cart'] }),
    ];
    const [nodes] = graphFrames(serviceGraph(FLOWS, 10), { unit: 'reqps', incidents });
    const columns = columnsOf(nodes);
    const at = (name: string) => columns.title?.indexOf(name) ?? -1;

    expect([columns.arc__p0?.[at('cart')], columns.arc__success?.[at('cart')]]).toEqual([1, 0]);
    expect(columns.subtitle?.[at('cart')]).toBe('shop · P0 #7');
    expect([columns.arc__p0?.[at('redis')], columns.arc__success?.[at('redis')]]).toEqual([0, 1]);
    expect(incidentOf({ name: '' }, [anIncident({ services: [''] })])).toBeUndefined();
  });

  it('link to the page of the service, whatever its name is', () => {
    const [nodes] = graphFrames(serviceGraph([flow('a/b "c"', 'd')], 10), { unit: 'reqps', incidents: [] });
    const title = nodes?.fields.find(({ name }) => name === 'title');

    expect(title?.config.links?.[0]?.url).toBe('/a/strata-sre-app/service/${__data.fields.path:raw}');
    expect(columnsOf(nodes).path?.[0]).toBe('shop/a%2Fb%20%22c%22');
  });

  it('draw no line from a service to itself', () => {
    const [nodes, edges] = graphFrames(serviceGraph([flow('a', 'a', { rate: 1 })], 10), {
      unit: 'flows',
      incidents: [],
    });

    expect(edges?.length).toBe(0);
    expect(columnsOf(nodes).mainstat).toEqual(['1 flows/s']);
  });

  it('name what has no name', () => {
    const outside = { source: { name: '' }, target: { namespace: 'shop', name: '' }, rate: 1 };
    const [nodes] = graphFrames(serviceGraph([outside], 10), { unit: 'Bps', incidents: [] });

    expect(columnsOf(nodes).title).toEqual(['outside', 'without a name']);
    expect(columnsOf(nodes).mainstat).toEqual(['1 B/s', '1 B/s']);
  });
});
