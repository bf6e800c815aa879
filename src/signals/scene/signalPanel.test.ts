import { aSignal } from '../../test/fixtures';
import { fakeSources } from '../../test/fakeSources';
import { type Probe } from '../providers/probe';
import { signalPanel } from './SignalPanel';

const signal = aSignal({
  providers: {
    ...aSignal().providers,
    elasticsearch: {
      index: 'logs-*',
      query: '*',
      metrics: [{ id: '1', type: 'count' }],
      bucketAggs: [],
      needs: ['message'],
    },
  },
});

function aProbe(provider: 'prometheus' | 'elasticsearch'): Probe {
  return {
    uid: provider,
    name: provider,
    type: provider,
    provider,
    state: 'ready',
    names: new Set(['message', ...(signal.providers.prometheus ?? []).flatMap(({ needs }) => needs)]),
    at: 0,
  };
}

const slow = { probes: [aProbe('elasticsearch')], pending: true, refresh: () => undefined };
const all = { probes: [aProbe('prometheus'), aProbe('elasticsearch')], pending: false, refresh: () => undefined };

describe('a panel of a signal with two providers', () => {
  beforeEach(() => {
    fakeSources({ uid: 'prometheus', type: 'prometheus' }, { uid: 'elasticsearch', type: 'elasticsearch' });
  });

  it('waits for the better one, and asks only that', () => {
    const panel = signalPanel({ signal });

    panel.know(slow, {}, false);
    expect(panel.state.view).toBeUndefined();
    panel.know(all, {}, false);
    expect(panel.state.choice?.provider).toBe('prometheus');
  });

  it('takes what there is when the other one keeps everybody waiting', () => {
    const panel = signalPanel({ signal });

    panel.know(slow, {}, true);
    expect(panel.state.choice?.provider).toBe('elasticsearch');
  });
});
