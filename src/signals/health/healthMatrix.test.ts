import { anOverview, aSummary, anAlertCondition } from '../../test/fixtures';
import { type InstantResult } from '../instant';
import { buildMatrix } from './healthMatrix';
import { readSignals } from './readings';
import { outage } from './useReadings';

const errors = aSummary();
const node = aSummary({
  id: 'node-cpu',
  layer: 'cluster',
  title: 'Node CPU',
  alert: anAlertCondition({ entity: { node: { label: 'instance' } } }),
});

function result(
  found: Record<string, Array<[Record<string, string>, number]>>,
  failed: Record<string, string> = {}
): InstantResult {
  const samples = Object.entries(found).map(
    ([key, list]) => [key, list.map(([labels, value]) => ({ labels, value }))] as const
  );
  return { found: new Map(samples), failed: new Map(Object.entries(failed)) };
}

const states = (rows: ReturnType<typeof buildMatrix>) =>
  Object.fromEntries(rows.map(({ service, cells }) => [service, cells.map(({ state }) => state).join(' ')]));

describe('buildMatrix', () => {
  it('says firing, abnormal, ok and no data, the worst service first', () => {
    const overview = anOverview({
      services: [
        { service: 'pay', namespace: 'shop', layers: [{ layer: 'network', worst: 'P2', firing: 2, incident: 9 }] },
      ],
    });
    const measured = readSignals(
      [errors, node],
      result({
        'http-5xx-ratio': [
          [{ service_name: 'cart' }, 0.2],
          [{ service_name: 'auth' }, 0],
        ],
        'node-cpu': [[{ instance: 'node-a' }, 0.01]],
      })
    );

    const rows = buildMatrix(overview, measured);

    expect(rows.map(({ service }) => service)).toEqual(['pay', 'cart', 'auth', '']);
    expect(states(rows)).toEqual({
      pay: 'no-data firing no-data no-data',
      cart: 'abnormal no-data no-data no-data',
      auth: 'ok no-data no-data no-data',
      '': 'no-data no-data ok no-data',
    });
    expect(rows[0]).toMatchObject({ namespaces: ['shop'] });
    expect(rows[0]?.cells[1]).toMatchObject({ worst: 'P2', firing: 2, incident: 9 });
  });

  it('says that a query failed only where nothing else is known', () => {
    const measured = readSignals(
      [errors, node],
      result({ 'http-5xx-ratio': [], 'node-cpu': [[{ instance: 'a' }, 0.01]] }, { 'http-5xx-ratio': 'timeout' })
    );

    expect(states(buildMatrix(undefined, measured))).toEqual({ '': 'error no-data ok no-data' });
  });

  it('still shows what fires when nothing could be measured', () => {
    const overview = anOverview({
      services: [{ service: 'pay', layers: [{ layer: 'ebpf', worst: 'P0', firing: 1 }] }],
    });

    expect(states(buildMatrix(overview, undefined))).toEqual({ pay: 'unmeasured unmeasured unmeasured firing' });
  });

  it('adds up the namespaces of a service', () => {
    const layers = (worst: 'P1' | 'P3', incident: number) => [
      { layer: 'cluster' as const, worst, firing: 1, incident },
    ];
    const overview = anOverview({
      services: [
        { service: 'pay', namespace: 'b', layers: layers('P3', 1) },
        { service: 'pay', namespace: 'a', layers: layers('P1', 2) },
      ],
    });

    const [row] = buildMatrix(overview, undefined);

    expect(row?.namespaces).toEqual(['a', 'b']);
    expect(row?.cells[2]).toMatchObject({ worst: 'P1', firing: 2, incident: 2 });
  });
});

describe('outage', () => {
  it('is an outage only when no query was answered', () => {
    const some = readSignals(
      [errors, node],
      result({ 'http-5xx-ratio': [], 'node-cpu': [] }, { 'node-cpu': 'refused' })
    );
    const all = readSignals([node], result({ 'node-cpu': [] }, { 'node-cpu': 'refused' }));

    expect(outage(some)).toBeUndefined();
    expect(outage(all)).toBe('refused');
  });
});
