import { aSignal } from '../../test/fixtures';
import { partsOf } from '../../test/languages';
import { type InstantResult } from '../../signals/instant';
import { BUDGET, BURN, sloQueries, sloRows } from './slo';

function signal(id: string, ...sources: string[]) {
  const prometheus = sources.map((source) => ({
    source,
    expr: 'sum by (service_name) (increase(requests_total{service_name=~"$service"}[$__range]))',
    legend: '',
    needs: [`${source}_metric`],
  }));
  return aSignal({ id, layer: 'cluster', group: 'slo', providers: { prometheus } });
}

function answers(found: Record<string, Array<[name: string, value: number]>>): InstantResult {
  const entries = Object.entries(found).map(
    ([key, list]) => [key, list.map(([name, value]) => ({ labels: { service_name: name }, value }))] as const
  );
  return { found: new Map(entries), failed: new Map() };
}

describe('queries of error budgets', () => {
  it('ask for the worst values, over 30 days, of what the data source has', () => {
    const [budget, ...others] = sloQueries(signal(BUDGET, 'otel', 'sloth'), new Set(['otel_metric']));

    expect(others).toEqual([]);
    expect(budget?.key).toBe(`${BUDGET} otel`);
    expect(budget?.expr).toMatch(/^bottomk\(\d+, .*service_name=~"\.\*".*\[30d\]/);
    expect(() => partsOf('PromQL', budget?.expr ?? '')).not.toThrow();
  });

  it('ask for burn rates over the windows that the view shows', () => {
    const all = signal(BURN, 'otel', 'otel-5m', 'otel-6h', 'sloth');
    const names = new Set(['otel_metric', 'otel-5m_metric', 'otel-6h_metric', 'sloth_metric']);

    expect(sloQueries(all, names).map(({ key }) => key)).toEqual([`${BURN} otel`, `${BURN} otel-6h`, `${BURN} sloth`]);
    expect(sloQueries(undefined, names)).toEqual([]);
  });
});

describe('rows of error budgets', () => {
  it('come from all answers, the worst first', () => {
    const burn = answers({
      [`${BURN} otel`]: [
        ['fine', 0.2],
        ['hot', 20],
        ['slow', 1.5],
        ['gone', 0],
      ],
      [`${BURN} otel-6h`]: [
        ['fine', 0.1],
        ['hot', 2],
        ['warm', 7],
      ],
    });
    const budget = answers({
      [`${BUDGET} otel`]: [
        ['fine', 0.9],
        ['gone', -0.2],
        ['poor', 0.05],
        ['hot', 0.5],
      ],
    });

    const rows = sloRows(burn, budget);

    expect(rows.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'gone spent',
      'hot fast',
      'warm fast',
      'poor low',
      'slow burning',
      'fine ok',
    ]);
    expect(rows[1]).toEqual({ name: 'hot', state: 'fast', budget: 0.5, burn: { '1h': 20, '6h': 2 } });
  });

  it('name the objective where an exporter has several for a service', () => {
    const labels = { sloth_service: 'pay', sloth_slo: 'latency' };
    const result = { found: new Map([[`${BURN} sloth`, [{ labels, value: 1 }]]]), failed: new Map<string, string>() };

    expect(sloRows(result, undefined)).toEqual([{ name: 'pay latency', state: 'ok', burn: { now: 1 } }]);
  });
});
