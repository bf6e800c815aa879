// What comes in wrong gets a clear answer for the one who can mend it, and nothing that was committed is lost.
import { type APIRequestContext, type APIResponse } from '@playwright/test';

import { delivery, ingestHeaders, send, type SentAlert } from './support/deliveries';
import { api, expect, open, test } from './support/fixtures';
import { getIncident, listIncidents } from './support/incidents';
import { sessionOf } from './support/people';

interface Refusal {
  error: { code: string; message: string; field?: string; fix?: string };
}

async function refusal(response: APIResponse, status: number): Promise<Refusal['error']> {
  const text = await response.text();
  expect(response.status(), text).toBe(status);
  return (JSON.parse(text) as Refusal).error;
}

const sent: SentAlert[] = [];

// Whatever a spec left firing ends with it, also when it failed.
test.afterEach(async ({ request }) => {
  const left = sent.splice(0);
  if (left.length > 0) {
    await send(request, delivery(left.map((alert) => ({ ...alert, resolvedAt: new Date().toISOString() }))));
  }
});

/** An alert that fires until the end of the spec. */
function alertOf(service: string, extra: Partial<SentAlert> = {}): SentAlert {
  const labels = { alertname: 'SpecAlert', severity: 'P3', service, namespace: 'spec', cluster: 'spec' };
  const alert = { labels, startsAt: new Date().toISOString(), ...extra };
  sent.push({ labels, startsAt: alert.startsAt });
  return alert;
}

/** Incidents of this file's alerts: specs that run beside it have their own. */
const ownIncidents = async (admin: APIRequestContext) =>
  (await listIncidents(admin)).filter(({ groupKey }) => groupKey.split(',').includes('cluster=spec'));

test.describe('a delivery', () => {
  test('of malformed JSON is refused with the place of the mistake', async ({ request }) => {
    const error = await refusal(await send(request, '{"version":"4","alerts":[{'), 400);
    expect(error.code).toBe('bad_json');
    expect(error.fix).toBeTruthy();
  });

  test('with a wrong token is refused, with no word about which part is wrong', async ({ request }) => {
    const body = delivery([alertOf('wrong-token')]);
    const error = await refusal(await send(request, body, ingestHeaders({ token: 'not-the-token' })), 401);
    expect(error.code).toBe('wrong_token');
  });

  test('without a token is refused', async ({ request }) => {
    const error = await refusal(await send(request, delivery([alertOf('no-token')]), ingestHeaders({ token: null })), 401);
    expect(error.fix).toMatch(/X-Strata-Token/);
  });

  test('without a Grafana identity is refused', async ({ request }) => {
    const response = await send(request, delivery([alertOf('nobody')]), ingestHeaders({ bearer: null }));
    expect(response.status()).toBe(401);
  });

  test('of an unknown version is taken while its alerts can be read', async ({ request }) => {
    const response = await send(request, { ...delivery([alertOf('version')]), version: '9', newField: true });
    expect(response.status(), await response.text()).toBe(200);
    expect(((await response.json()) as { new: number }).new).toBe(1);
  });

  test('of an unknown version whose shape is another one is refused and names the field', async ({ request }) => {
    const error = await refusal(await send(request, { version: '9', events: [{ state: 'firing' }] }), 422);
    expect(error.field).toBe('alerts');
    expect(error.fix).toMatch(/payload/);
  });

  test('with one alert without labels takes the others and says which was left out', async ({ request, admin }) => {
    const body = delivery([alertOf('beside-a-bad-one')]);
    const bad = { ...body.alerts[0], labels: {} };
    const response = await send(request, { ...body, alerts: [bad, ...body.alerts] });
    expect(response.status(), await response.text()).toBe(200);
    const receipt = (await response.json()) as { new: number; errors: Array<{ index: number; field: string }>; incidents: number[] };
    expect(receipt.new).toBe(1);
    expect(receipt.errors).toEqual([expect.objectContaining({ index: 0, field: expect.stringContaining('labels') })]);
    const [number = 0] = receipt.incidents;
    expect((await getIncident(admin, number)).firingAlerts).toBe(1);
  });

  for (const { size, status, who } of [
    { size: 15.5, status: 413, who: 'Strata' },
    // Grafana passes 16 MiB to a plugin at most, and answers 500 itself.
    { size: 17, status: 500, who: 'the host' },
  ]) {
    test(`of ${size} MiB is refused by ${who} and leaves what is there as it was`, async ({ request, admin }) => {
      const before = await ownIncidents(admin);
      const body = delivery([alertOf('too-big', { annotations: { text: 'x'.repeat(size * 1024 * 1024) } })]);
      const response = await send(request, body);
      expect(response.status(), (await response.text()).slice(0, 300)).toBe(status);
      expect(await ownIncidents(admin)).toEqual(before);
    });
  }

  test('that is sent twice is taken once', async ({ request, admin }) => {
    const alert = alertOf('twice');
    const body = JSON.stringify(delivery([alert]));
    const first = (await (await send(request, body)).json()) as { new: number; incidents: number[] };
    const second = (await (await send(request, body)).json()) as { duplicate: boolean; incidents: number[] };
    expect([first.new, second.duplicate, second.incidents]).toEqual([1, true, first.incidents]);
    const [number = 0] = first.incidents;
    expect((await getIncident(admin, number)).firingAlerts).toBe(1);
  });
});

test.describe('an action', () => {
  test('of a viewer is refused', async ({ playwright, request }) => {
    const alert = alertOf('viewer');
    const receipt = (await (await send(request, delivery([alert]))).json()) as { incidents: number[] };
    const viewer = await sessionOf(playwright, 'viewer');
    const response = await viewer.post(`${api}/incidents/${receipt.incidents[0]}/acknowledge`, { data: { version: 1 } });
    expect((await refusal(response, 403)).message).toMatch(/Editor/);
    await viewer.dispose();
  });

  test('on an incident that somebody changed meanwhile is refused, with how it is now', async ({ request, admin }) => {
    const alert = alertOf('conflict');
    const receipt = (await (await send(request, delivery([alert]))).json()) as { incidents: number[] };
    const [number = 0] = receipt.incidents;
    const { version } = await getIncident(admin, number);
    const acknowledge = () => admin.post(`${api}/incidents/${number}/acknowledge`, { data: { version } });
    expect((await acknowledge()).status()).toBe(200);
    const late = await acknowledge();
    expect(late.status()).toBe(409);
    const body = (await late.json()) as { current: { incident: { acknowledged: boolean } } };
    expect(body.current.incident.acknowledged).toBe(true);
  });
});

test('an unknown route and an unknown incident say so', async ({ page, consoleErrors }) => {
  await open(page, 'no-such-page');
  await expect(page.getByText(/not found|no page/i).first()).toBeVisible();
  await open(page, 'incidents/999999');
  await expect(page.getByText('There is no incident with this number')).toBeVisible();
  consoleErrors.length = 0; // the browser logs the 404
});
