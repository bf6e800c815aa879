import { refusal, route } from '../test/api';
import { aDetail } from '../test/fixtures';
import { server } from '../test/server';
import { ApiError } from './ApiError';
import { request, toQuery } from './client';
import { shouldRetry } from './queryClient';
import { http, HttpResponse } from 'msw';

const STATUS = 'http://localhost/api/plugins/strata-sre-app/resources/status';

async function failure(): Promise<ApiError> {
  const thrown: unknown = await request('GET', '/status').then(
    () => undefined,
    (error: unknown) => error
  );
  if (!(thrown instanceof ApiError)) {
    throw new Error('the request did not fail with an ApiError');
  }
  return thrown;
}

describe('request', () => {
  it('gives code, message, field and fix of a refusal', async () => {
    server.use(
      route('GET /status', () =>
        refusal(422, { code: 'bad_value', message: 'Name is too long.', field: 'name', fix: 'Shorten it.' })
      )
    );

    expect(await failure()).toMatchObject({
      status: 422,
      code: 'bad_value',
      message: 'Name is too long.',
      field: 'name',
      fix: 'Shorten it.',
    });
  });

  it('gives the current incident of a conflict', async () => {
    const current = aDetail();
    server.use(
      route('GET /status', () => ({ status: 409, body: { error: { code: 'conflict', message: 'Changed.' }, current } }))
    );

    expect((await failure()).current).toEqual(current);
  });

  it.each([
    [401, 'forbidden', 'ask an administrator'],
    [404, 'backend_unavailable', 'log of Grafana'],
    [502, 'backend_unavailable', 'log of Grafana'],
  ])('explains an answer %i that is not from Strata', async (status, code, fix) => {
    server.use(
      http.get(STATUS, () => new HttpResponse('<html>', { status, headers: { 'Content-Type': 'text/html' } }))
    );
    server.use(http.get(STATUS, () => HttpResponse.json([], { status })));

    const error = await failure();

    expect(error).toMatchObject({ status, code });
    expect(error.fix).toContain(fix);
  });

  it("passes on the sentence of Grafana's own errors", async () => {
    server.use(http.get(STATUS, () => HttpResponse.json({ message: 'Plugin is disabled' }, { status: 503 })));

    expect((await failure()).message).toBe('Plugin is disabled');
  });

  it('says that nobody answered', async () => {
    server.use(http.get(STATUS, () => HttpResponse.error()));

    expect(await failure()).toMatchObject({ status: 0, code: 'unreachable' });
  });
});

describe('toQuery', () => {
  it('repeats lists and leaves out what is empty', () => {
    expect(toQuery({ severity: ['P0', 'P1'], q: '', cursor: undefined, limit: 50 })).toBe(
      '?severity=P0&severity=P1&limit=50'
    );
    expect(toQuery({})).toBe('');
  });
});

describe('shouldRetry', () => {
  const error = (status: number) => new ApiError({ status, code: 'x', message: 'x' });

  it('tries again what may pass by itself, twice', () => {
    expect(shouldRetry(0, error(503))).toBe(true);
    expect(shouldRetry(1, error(0))).toBe(true);
    expect(shouldRetry(2, error(503))).toBe(false);
    expect(shouldRetry(0, error(403))).toBe(false);
  });
});
