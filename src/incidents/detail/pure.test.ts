import { anAlert, anIncident, aSignal, T0 } from '../../test/fixtures';
import { alertQueries, alertSpan, ruleExpression } from './alertExplore';
import { describeChanges } from './conflict';
import { groupByIdentity } from './identities';

const MINUTE = 60_000;
const start = Date.parse(T0);

describe('alertSpan', () => {
  it('reaches from 30 min before the start to 15 min after the end', () => {
    const endsAt = new Date(start + 10 * MINUTE).toISOString();

    expect(alertSpan(anAlert({ endsAt }))).toEqual({ fromMs: start - 30 * MINUTE, toMs: start + 25 * MINUTE });
    expect(alertSpan(anAlert())).toEqual({ fromMs: start - 30 * MINUTE, toMs: undefined });
  });
});

describe('alertQueries', () => {
  const rule = `http://prometheus/graph?g0.expr=${encodeURIComponent('up == 0')}&g0.tab=1`;

  it('asks for the signal, for the service of the alert', () => {
    expect(alertQueries(anAlert({ links: { rule } }), aSignal())).toEqual([
      {
        expr: 'sum by (service_name) (rate(errors{namespace=~"shop",service_name=~"checkout"}[$__rate_interval]))',
        legend: '{{service_name}}',
      },
    ]);
  });

  it("asks the rule's own expression where the catalog does not know the signal", () => {
    expect(alertQueries(anAlert({ links: { rule } }), undefined)).toEqual([{ expr: 'up == 0' }]);
  });

  it('has nothing to ask without both', () => {
    expect(alertQueries(anAlert(), undefined)).toEqual([]);
    expect(ruleExpression('not a url')).toBeUndefined();
  });
});

describe('groupByIdentity', () => {
  it('makes one of an alert that flaps, and puts the urgent ones first', () => {
    const at = (minute: number) => new Date(start + minute * MINUTE).toISOString();
    const groups = groupByIdentity([
      anAlert({ id: 1, fingerprint: 'low', severity: 'P3', startsAt: at(9) }),
      anAlert({ id: 2, fingerprint: 'flaps', severity: 'P1', startsAt: at(8) }),
      anAlert({ id: 3, fingerprint: 'flaps', severity: 'P1', startsAt: at(2), state: 'resolved' }),
      anAlert({ id: 4, fingerprint: 'over', severity: 'P0', startsAt: at(1), state: 'resolved' }),
    ]);

    expect(groups.map(({ latest, earlier }) => [latest.id, earlier.map(({ id }) => id)])).toEqual([
      [2, [3]],
      [1, []],
      [4, []],
    ]);
  });
});

describe('describeChanges', () => {
  it('names everything that is different', () => {
    const current = anIncident({ severity: 'P0', title: 'All & down', firingAlerts: 3, totalAlerts: 4 });

    expect(describeChanges(anIncident(), current)).toEqual([
      'Severity: P1 → P0',
      'Title: All & down',
      'Alerts: 3 of 4 firing',
    ]);
  });

  it('points to the timeline for what is not on screen', () => {
    expect(describeChanges(anIncident(), anIncident({ version: 4 }))).toEqual([expect.stringContaining('timeline')]);
  });
});
