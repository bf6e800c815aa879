import { type ProviderSummary, type Visualisation } from '../../api/types';
import { catalogSignals } from '../../test/catalog';
import { aSignal } from '../../test/fixtures';
import { availability, chooseProvider, summarise } from './choose';
import { type Pins } from './pins';
import { type Probe } from './probe';

const aProbe = (uid: string, provider: Probe['provider'], names: string[] = [], over: Partial<Probe> = {}): Probe => ({
  uid,
  name: `Name of ${uid}`,
  type: provider,
  provider,
  state: 'ready',
  names: new Set(names),
  at: 0,
  ...over,
});

const own = (provider: ProviderSummary['provider'], over: Partial<ProviderSummary> = {}): ProviderSummary => ({
  provider,
  needs: [],
  ...over,
});
const signal = (providers: ProviderSummary[], visualisation: Visualisation = 'timeseries') => ({
  id: 's',
  visualisation,
  providers,
});

describe('availability', () => {
  it('says for each provider and data source what there is', () => {
    const providers = [
      own('prometheus', { source: 'one', needs: ['a', 'b'] }),
      own('prometheus', { source: 'two', needs: ['c'], requires: 'two --with-c' }),
      own('loki'),
      own('pixie'),
      own('splunk'),
    ];
    const probes = [
      aProbe('p', 'prometheus', ['c']),
      aProbe('q', 'prometheus', ['a', 'b']),
      aProbe('l', 'loki'),
      aProbe('x', 'pixie'),
    ];

    expect(
      availability(signal(providers), probes).map(({ source, uid, state, missing }) => [source, uid, state, missing])
    ).toEqual([
      ['one', 'p', 'missing', ['a', 'b']],
      ['one', 'q', 'answers', []],
      ['two', 'p', 'answers', []],
      ['two', 'q', 'missing', ['c']],
      [undefined, 'l', 'unknown', []],
      [undefined, 'x', 'answers', []],
      [undefined, undefined, 'not-configured', []],
    ]);
  });

  it('does not take a failed probe for missing metrics', () => {
    const failed = aProbe('p', 'prometheus', [], { state: 'failed', message: 'refused' });

    expect(availability(signal([own('prometheus', { needs: ['a'] })]), [failed])).toMatchObject([
      { state: 'failed', missing: [], message: 'refused' },
    ]);
  });

  it("knows Pixie's own tables, and not those that a tracepoint makes", () => {
    expect(availability(signal([own('pixie', { tracepoint: true })]), [aProbe('x', 'pixie')])).toMatchObject([
      { state: 'unknown' },
    ]);
  });
});

describe('chooseProvider', () => {
  const both = [
    own('prometheus', { source: 'one', needs: ['a'] }),
    own('prometheus', { source: 'two', needs: ['b'] }),
    own('elasticsearch', { needs: ['f'] }),
    own('loki'),
  ];

  it('takes the first exporter whose metrics all exist', () => {
    expect(chooseProvider(signal(both), [aProbe('p', 'prometheus', ['b'])])).toEqual({
      provider: 'prometheus',
      targets: [{ uid: 'p', name: 'Name of p', type: 'prometheus', source: 'two' }],
      state: 'answers',
      pinned: false,
    });
  });

  it('asks every Prometheus with what it has, and one of the others', () => {
    const clusters = [
      aProbe('eu', 'prometheus', ['a']),
      aProbe('us', 'prometheus', ['b']),
      aProbe('none', 'prometheus'),
    ];
    const stores = [aProbe('e1', 'elasticsearch', ['f']), aProbe('e2', 'elasticsearch', ['f'])];

    expect(
      chooseProvider(signal(both), [...clusters, ...stores])?.targets.map(({ uid, source }) => [uid, source])
    ).toEqual([
      ['eu', 'one'],
      ['us', 'two'],
    ]);
    expect(chooseProvider(signal(both), stores)?.targets.map(({ uid }) => uid)).toEqual(['e1']);
  });

  it('prefers one that is known to answer over one of which nothing is known, and that over one that failed', () => {
    const failed = aProbe('p', 'prometheus', [], { state: 'failed' });
    const chosen = (...probes: Probe[]) => {
      const choice = chooseProvider(signal(both), probes);
      return [choice?.provider, choice?.state];
    };

    expect(chosen(failed, aProbe('e', 'elasticsearch', ['f']), aProbe('l', 'loki'))).toEqual([
      'elasticsearch',
      'answers',
    ]);
    expect(chosen(failed, aProbe('e', 'elasticsearch'), aProbe('l', 'loki'))).toEqual(['loki', 'unknown']);
    expect(chosen(failed, aProbe('e', 'elasticsearch'))).toEqual(['prometheus', 'failed']);
    expect(chosen(aProbe('p', 'prometheus'), aProbe('e', 'elasticsearch'))).toEqual([undefined, undefined]);
    expect(chosen()).toEqual([undefined, undefined]);
  });

  it('asks one that failed for every exporter, because it is not known which it has', () => {
    const failed = aProbe('p', 'prometheus', [], { state: 'failed' });

    expect(chooseProvider(signal(both), [failed])?.targets).toEqual([
      { uid: 'p', name: 'Name of p', type: 'prometheus', source: undefined },
    ]);
  });

  it('takes log lines from a store of logs first', () => {
    const probes = [aProbe('p', 'prometheus', ['a']), aProbe('e', 'elasticsearch', ['f'])];

    expect(chooseProvider(signal(both, 'logs'), probes)?.provider).toBe('elasticsearch');
    expect(chooseProvider(signal(both), probes)?.provider).toBe('prometheus');
  });

  describe('with a pin', () => {
    const probes = [
      aProbe('p', 'prometheus', ['a', 'b']),
      aProbe('q', 'prometheus', ['a']),
      aProbe('e', 'elasticsearch'),
      aProbe('l', 'loki'),
    ];
    const pinned = (pin: Pins['s']) => {
      const choice = chooseProvider(signal(both), probes, { s: pin, other: { provider: 'splunk' } });
      return [
        choice?.provider,
        choice?.targets.map(({ uid, source }) => `${uid} ${source ?? ''}`.trim()),
        choice?.state,
        choice?.pinned,
      ];
    };

    it.each<[Pins['s'], unknown[]]>([
      [{ provider: 'loki' }, ['loki', ['l'], 'unknown', true]],
      [{ provider: 'prometheus', source: 'two' }, ['prometheus', ['p two'], 'answers', true]],
      [{ provider: 'prometheus', uid: 'q' }, ['prometheus', ['q one'], 'answers', true]],
      [{ provider: 'prometheus', source: 'two', uid: 'q' }, ['prometheus', ['q two'], 'missing', true]],
      [{ provider: 'elasticsearch' }, ['elasticsearch', ['e'], 'missing', true]],
    ])('%j asks just that, even if something is missing', (pin, expected) => {
      expect(pinned(pin)).toEqual(expected);
    });

    it.each<[Pins['s']]>([
      [{ provider: 'splunk' }],
      [{ provider: 'prometheus', uid: 'gone' }],
      [{ provider: 'prometheus', source: 'gone' }],
    ])('%j that nothing answers to any more does not keep the signal from the best one', (pin) => {
      expect(pinned(pin)).toEqual(['prometheus', ['p one', 'q one'], 'answers', false]);
    });
  });
});

describe('summarise', () => {
  it('has every provider of every built-in signal, each exporter once', () => {
    for (const whole of catalogSignals()) {
      const { providers } = summarise(whole);
      const names = providers.map(({ provider, source }) => `${provider} ${source ?? ''}`);

      expect(new Set(names).size).toBe(names.length);
      expect([...new Set(providers.map(({ provider }) => provider))].sort()).toEqual(
        Object.keys(whole.providers).sort()
      );
    }
  });

  it('joins what the queries of an exporter need', () => {
    const entry = { expr: 'a', legend: '', source: 'one' };
    const prometheus = [
      { ...entry, needs: ['a', 'b'] },
      { ...entry, needs: ['b', 'c'], requires: '--all' },
    ];

    expect(
      summarise(aSignal({ providers: { prometheus, splunk: { spl: 'x', requires: 'an index' } } })).providers
    ).toEqual([
      { provider: 'prometheus', source: 'one', needs: ['a', 'b', 'c'], requires: '--all' },
      { provider: 'splunk', needs: [], requires: 'an index' },
    ]);
  });
});
