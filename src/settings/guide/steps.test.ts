import { aSource, anIncident } from '../../test/fixtures';
import { type Facts, judge, STEP_IDS } from './steps';

const quiet = { deliveries: 0, alerts: 0, rejected: 0 };
const nothing: Facts = { checks: [], sources: [], rules: { pending: false, count: 0, errors: [] }, incidents: [] };
const check = { uid: 'p', name: 'Prometheus', state: 'ok' as const };

const states = (facts: Partial<Facts>) => {
  const results = judge({ ...nothing, ...facts });
  return STEP_IDS.map((id) => results[id].state).join(' ');
};
const reason = (id: (typeof STEP_IDS)[number], facts: Partial<Facts>) => judge({ ...nothing, ...facts })[id].reason;

it('has everything to do in an empty installation', () => {
  expect(states({})).toBe('missing missing missing missing missing');
});

it('is done when every fact is there', () => {
  const sources = [aSource({ stats: { ...quiet, lastTestAt: '2026-08-01T10:00:00Z' } })];
  const facts = {
    checks: [check],
    sources,
    rules: { pending: false, count: 3, errors: [] },
    incidents: [anIncident()],
  };

  expect(states(facts)).toBe('done done done done done');
});

it('waits for what is being asked, and says what could not be', () => {
  const asking: Partial<Facts> = {
    checks: [{ ...check, state: 'checking' }],
    sources: undefined,
    incidents: undefined,
    rules: { pending: true, count: 0, errors: [] },
  };
  expect(states(asking)).toBe('checking checking checking checking checking');

  const failed: Partial<Facts> = {
    checks: [{ ...check, state: 'failed', message: 'refused' }],
    sources: undefined,
    error: 'The store is locked.',
    rules: { pending: false, count: 0, errors: ['forbidden'] },
  };
  expect(states(failed)).toBe('problem unknown unknown unknown unknown');
  expect(reason('source', failed)).toBe('The store is locked.');
  expect(reason('rules', failed)).toContain('forbidden');
});

it('counts one data source that answers, whatever the others do', () => {
  const checks = [check, { ...check, name: 'Other', state: 'failed' as const }];

  expect(reason('data', { checks })).toBe('These answer: Prometheus');
});

it('knows a source that is switched off', () => {
  expect(states({ sources: [aSource({ enabled: false, stats: quiet })] })).toBe(
    'missing problem missing missing missing'
  );
});

describe('until an incident is seen', () => {
  it.each([
    ['nothing came', quiet, 'missing', 'Nothing was delivered yet.'],
    [
      'only tests came',
      { ...quiet, deliveries: 2, lastDeliveryAt: '2026-08-01T10:00:00Z' },
      'missing',
      'none with an alert',
    ],
    [
      'the delivery was refused',
      { ...quiet, rejected: 1, lastError: 'token is wrong', lastErrorAt: '2026-08-01T10:00:00Z' },
      'problem',
      'Alertmanager was refused: token is wrong',
    ],
    [
      'an error was mended since',
      {
        ...quiet,
        deliveries: 1,
        lastErrorAt: '2026-08-01T09:00:00Z',
        lastError: 'x',
        lastDeliveryAt: '2026-08-01T10:00:00Z',
      },
      'missing',
      'none with an alert',
    ],
  ])('%s', (_, stats, state, text) => {
    const facts = { sources: [aSource({ stats })] };

    expect(judge({ ...nothing, ...facts }).see).toEqual({ state, reason: expect.stringContaining(text) });
  });
});
