import { aDetail, anAlert, anIncident, aSignal, T0 } from '../../../test/fixtures';
import { around } from './around';
import { layerStories } from './story';
import { scopeFor, subjectsOf } from './subject';

const MINUTE = 60_000;
const at = Date.parse(T0);
const errors = aSignal({ id: 'errors', title: 'Errors', layer: 'application' });
const loss = aSignal({ id: 'loss', title: 'Loss', layer: 'network' });
const budget = aSignal({ id: 'budget', title: 'Budget', layer: 'cluster' });
const queue = aSignal({ id: 'queue', title: 'Queue', layer: 'network' });
const prometheus = { source: 'any', needs: [], legend: '' };
const signals = [queue, errors, loss, budget];

describe('layerStories', () => {
  it('puts the layers in the order in which they broke, by what was measured and by alerts', () => {
    const stories = layerStories({
      alerts: [anAlert({ layer: 'application', signal: 'errors', startsAt: new Date(at).toISOString() })],
      breaks: [
        { signal: loss, atMs: at - 3 * MINUTE, before: false },
        { signal: budget, atMs: at - 30 * MINUTE, before: true },
      ],
      judged: ['loss', 'queue', 'budget'],
      signals,
    });
    expect(stories.map(({ layer, place, what }) => [layer, place, what])).toEqual([
      ['network', 1, 'Loss'],
      ['application', 2, 'Errors'],
      ['cluster', undefined, undefined],
      ['ebpf', undefined, undefined],
    ]);
    expect(stories[2]?.before).toEqual(['Budget']);
    expect(stories[0]).toMatchObject({ judged: 2, atMs: at - 3 * MINUTE, signals: [loss, queue] });
  });

  it('gives layers that broke at the same moment the same place', () => {
    const breaks = [errors, loss].map((signal) => ({ signal, atMs: at, before: false }));
    expect(layerStories({ alerts: [], breaks, judged: [], signals }).map(({ place }) => place)).toEqual([
      1,
      1,
      undefined,
      undefined,
    ]);
  });

  it('names an alert that no signal is known for', () => {
    const [first] = layerStories({
      alerts: [anAlert({ layer: 'ebpf', signal: undefined, name: 'Own' })],
      breaks: [],
      judged: [],
      signals,
    });
    expect(first).toMatchObject({ layer: 'ebpf', place: 1, what: 'Own', signals: [] });
  });
});

describe('subjectsOf', () => {
  it('is the services, those with most alerts first, with the node that their alerts name', () => {
    const detail = aDetail({
      incident: anIncident({ services: ['cart', 'pay'] }),
      alerts: [
        anAlert({ id: 1, service: 'pay', labels: { namespace: 'shop', node: 'n1' } }),
        anAlert({ id: 2, service: 'pay', labels: { namespace: 'shop' } }),
      ],
    });
    const [pay, cart] = subjectsOf(detail);
    expect(pay?.things).toEqual([
      { kind: 'service', name: 'pay', namespace: 'shop' },
      { kind: 'node', name: 'n1' },
    ]);
    // Another node later is the same subject, so that what somebody chose stays.
    expect([pay?.key, cart?.key]).toEqual(['service/pay', 'service/cart']);
    const ofNode = aSignal({ providers: { prometheus: [{ ...prometheus, expr: 'up{node=~"$node"}' }] } });
    const ofService = aSignal({ providers: { prometheus: [{ ...prometheus, expr: 'up{service=~"$service"}' }] } });
    expect(pay && scopeFor(ofNode, pay)).toMatchObject({ node: ['n1'] });
    expect(pay && scopeFor(ofService, pay)).toMatchObject({ service: ['pay'], namespace: ['shop'] });
    expect(cart?.things).toEqual([{ kind: 'service', name: 'cart', namespace: undefined }]);
  });

  it('is the node where no service is named, and nothing where nothing is', () => {
    const node = aDetail({
      incident: anIncident({ services: [] }),
      alerts: [anAlert({ service: undefined, labels: { node: 'n1' } })],
    });
    expect(subjectsOf(node).map(({ key }) => key)).toEqual(['node/n1']);
    expect(subjectsOf(aDetail({ incident: anIncident({ services: [] }), alerts: [] }))).toEqual([]);
  });
});

describe('around', () => {
  const started = { impactStartedAt: undefined, detectedAt: T0, resolvedAt: undefined };

  it('goes on while the incident is young and open', () => {
    const window = around(aDetail({ incident: anIncident(started), alerts: [] }), at + 10 * MINUTE);
    expect(window).toEqual({ fromMs: at - 30 * MINUTE, toMs: at + 10 * MINUTE, startMs: at, goesOn: true });
  });

  it('begins before the first alert, and ends two hours after the start at the latest', () => {
    const alerts = [anAlert({ startsAt: new Date(at - 5 * MINUTE).toISOString() })];
    const window = around(aDetail({ incident: anIncident(started), alerts }), at + 24 * 60 * MINUTE);
    expect(window).toMatchObject({ startMs: at - 5 * MINUTE, toMs: at + 115 * MINUTE, goesOn: false });
    const resolved = anIncident({ ...started, resolvedAt: new Date(at + 20 * MINUTE).toISOString() });
    expect(around(aDetail({ incident: resolved, alerts: [] }), at + 90 * MINUTE).toMs).toBe(at + 35 * MINUTE);
  });
});
