import { delay, http, HttpResponse } from 'msw';
import { type DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';

import { fakeSources } from '../../test/fakeSources';
import { server } from '../../test/server';
import { LIMITS } from '../limits';
import { probe } from './probe';
import { listDataSources, providerOf } from './sources';

const settings = (uid: string): DataSourceInstanceSettings => {
  const found = getDataSourceSrv().getInstanceSettings(uid);
  if (!found) {
    throw new Error(`No data source ${uid}`);
  }
  return found;
};

const HEALTH = 'http://localhost/api/datasources/uid/:uid/health';

describe('probe', () => {
  it.each(['prometheus', 'loki', 'elasticsearch'])('finds the names that %s has', async (type) => {
    fakeSources({ uid: 'a', type, name: 'A', names: ['up', 'down', 'up'] });

    const found = await probe(settings('a'));

    expect(found).toMatchObject({ uid: 'a', name: 'A', type, provider: type, state: 'ready' });
    expect([...found.names]).toEqual(['up', 'down']);
    expect(Math.abs(Date.now() - found.at)).toBeLessThan(10_000);
  });

  it('asks Pixie one small script', async () => {
    const asked = fakeSources({ uid: 'px', type: 'pixie-pixie-datasource' });

    expect(await probe(settings('px'))).toMatchObject({ provider: 'pixie', state: 'ready', names: new Set() });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ queryBody: { pxlScript: expect.stringContaining('.head(1)') } });
  });

  it.each([
    ['prometheus', 'connection refused'],
    ['loki', 'too many requests'],
    ['elasticsearch', 'no such index'],
    ['pixie-pixie-datasource', 'cluster is not healthy'],
  ])('takes a failure of %s for a result, with what it said', async (type, down) => {
    fakeSources({ uid: 'a', type, down });

    expect(await probe(settings('a'))).toMatchObject({ state: 'failed', message: down, names: new Set() });
  });

  it.each(['grafana-splunk-datasource', 'grafana-dynatrace-datasource'])(
    'asks Grafana for the health of %s',
    async (type) => {
      const seen: unknown[] = [];
      fakeSources({ uid: 'a/b', type });
      server.use(
        http.get(HEALTH, ({ params }) => {
          seen.push(params.uid);
          return HttpResponse.json({ status: 'OK', message: 'fine' });
        })
      );

      expect(await probe(settings('a/b'))).toMatchObject({ state: 'ready', names: new Set() });
      expect(seen.map((uid) => decodeURIComponent(String(uid)))).toEqual(['a/b']);
    }
  );

  it('takes Infinity for Kubeshark only by its name', async () => {
    fakeSources(
      { uid: 'ks', type: 'yesoreyeram-infinity-datasource', name: 'Kubeshark hub' },
      { uid: 'other', type: 'yesoreyeram-infinity-datasource', name: 'Weather' },
      { uid: 'prom', type: 'prometheus', isDefault: true }
    );
    server.use(http.get(HEALTH, () => HttpResponse.json({ status: 'OK' })));

    expect(listDataSources().map(({ uid }) => uid)).toEqual(['prom', 'ks']);
    expect(providerOf(settings('other'))).toBeUndefined();
    expect(await probe(settings('ks'))).toMatchObject({ provider: 'kubeshark', state: 'ready' });
    await expect(probe(settings('other'))).rejects.toThrow('Data source Weather');
  });

  it('says what Grafana said of an ill data source', async () => {
    fakeSources({ uid: 'a', type: 'grafana-splunk-datasource' });
    server.use(
      http.get(HEALTH, () =>
        HttpResponse.json({ status: 'ERROR', message: 'Unauthorized: bad token' }, { status: 400 })
      )
    );

    expect(await probe(settings('a'))).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('Unauthorized: bad token'),
    });
  });

  it('gives up on one that does not answer in time', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    fakeSources({ uid: 'a', type: 'pixie-pixie-datasource', answer: () => new Promise(() => {}) });
    const found = probe(settings('a'));
    await jest.advanceTimersByTimeAsync(LIMITS.probeTimeoutMs - 1);
    let settled = false;
    void found.then(() => (settled = true));
    await jest.advanceTimersByTimeAsync(0);
    expect(settled).toBe(false);

    await jest.advanceTimersByTimeAsync(1);

    expect(await found).toMatchObject({ state: 'failed', message: 'No answer within 20 s' });
  });

  it('waits for one that is only slow', async () => {
    fakeSources({ uid: 'a', type: 'grafana-splunk-datasource' });
    server.use(
      http.get(HEALTH, async () => {
        await delay(300);
        return HttpResponse.json({ status: 'OK' });
      })
    );

    expect(await probe(settings('a'))).toMatchObject({ state: 'ready' });
  });

  it('fails for one that is gone, and for names that are no list', async () => {
    fakeSources({ uid: 'a', type: 'prometheus' });
    const known = settings('a');
    const { get } = getDataSourceSrv();
    getDataSourceSrv().get = async (...args) =>
      Object.assign(await get(...args), { getResource: async () => ({ data: 'up' }) });
    expect(await probe(known)).toMatchObject({
      state: 'failed',
      message: 'The data source did not answer with a list of names',
    });

    fakeSources();
    expect(await probe(known)).toMatchObject({ state: 'failed', message: 'Datasource a was not found' });
  });
});
