import { http, HttpResponse } from 'msw';

import { server } from '../test/server';
import { RELOAD_EVERY_MS, reloadUnattended, reloadWait } from './unattended';

const health = (status: number) => http.get('http://localhost/api/health', () => HttpResponse.json({}, { status }));

describe('a page that nobody attends', () => {
  beforeEach(() => sessionStorage.clear());

  it('is loaded anew only while Grafana answers, and at most every five minutes', async () => {
    const reload = jest.fn();
    let now = 1_000_000_000;
    const clock = () => now;

    server.use(health(503));
    expect(await reloadUnattended(reload, clock)).toBe(false);
    server.use(health(200));
    expect(await reloadUnattended(reload, clock)).toBe(true);
    expect(await reloadUnattended(reload, clock)).toBe(false);
    expect(reloadWait(now)).toBe(RELOAD_EVERY_MS);
    now += RELOAD_EVERY_MS;
    expect(await reloadUnattended(reload, clock)).toBe(true);
    expect(reload).toHaveBeenCalledTimes(2);
  });
});
