import { aSummary } from '../../test/fixtures';
import { partsOf } from '../../test/languages';
import { LIMITS } from '../limits';
import { alertQueriesOf } from './readings';

function askedFor(op: '>' | '<', query: string): string {
  const { alert, ...signal } = aSummary();
  const [asked] = alertQueriesOf([{ ...signal, alert: alert && { ...alert, query, op, value: 1 } }]);
  return asked?.expr ?? '';
}

describe('alert conditions', () => {
  it('ask for the worst values only', () => {
    expect(askedFor('>', 'rate(errors_total[5m])')).toBe(`topk(${LIMITS.conditionSeries}, rate(errors_total[5m]))`);
    expect(askedFor('<', 'up')).toBe(`bottomk(${LIMITS.conditionSeries}, up)`);
  });

  it('stay a query when they end with a comment', () => {
    expect(() => partsOf('PromQL', askedFor('>', 'up # every target'))).not.toThrow();
  });
});
