import { aSample, fakePrometheus } from '../test/dataSources';
import { instantVectors } from './instant';

const queries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `k${index}`, expr: `x${index}` }));

describe('instantVectors', () => {
  it('puts many queries into few requests, as instant queries', async () => {
    const requests = fakePrometheus({ uid: 'prom', name: 'Prom', answer: ({ expr }) => [aSample({ expr }, 1)] });

    const { found, failed } = await instantVectors('prom', queries(45));

    expect(requests.map(({ targets }) => targets.length)).toEqual([20, 20, 5]);
    expect(requests[0]?.targets[0]).toMatchObject({
      refId: 'A',
      instant: true,
      range: false,
      datasource: { uid: 'prom' },
    });
    expect(found.get('k44')).toEqual([{ labels: { expr: 'x44' }, value: 1 }]);
    expect(failed.size).toBe(0);
  });

  it('leaves out samples that are no number', async () => {
    fakePrometheus({ uid: 'prom', name: 'Prom', answer: () => [aSample({}, NaN), aSample({ a: 'b' }, 2)] });

    const { found } = await instantVectors('prom', queries(1));

    expect(found.get('k0')).toEqual([{ labels: { a: 'b' }, value: 2 }]);
  });

  it('gives the reason for every query of a data source that is down', async () => {
    fakePrometheus({ uid: 'prom', name: 'Prom', down: 'connection refused' });

    const { failed } = await instantVectors('prom', queries(2));

    expect([...failed]).toEqual([
      ['k0', 'connection refused'],
      ['k1', 'connection refused'],
    ]);
  });

  it('gives the reason for every query of a request that was cancelled', async () => {
    fakePrometheus({ uid: 'prom', name: 'Prom', cancelled: 'Request was aborted' });

    const { failed } = await instantVectors('prom', queries(1));

    expect([...failed]).toEqual([['k0', 'Request was aborted']]);
  });

  it('names every request differently, because Grafana cancels one by the next of its name', async () => {
    const requests = fakePrometheus({ uid: 'prom', name: 'Prom' });

    await Promise.all([instantVectors('prom', queries(21)), instantVectors('prom', queries(1))]);

    expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(3);
  });

  it('throws for a data source that does not exist', async () => {
    fakePrometheus();

    await expect(instantVectors('gone', queries(1))).rejects.toThrow('was not found');
  });
});
