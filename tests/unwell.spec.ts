// What Strata cannot work without is down or killed: it says so, and nothing that was committed is lost. On devhost this has a host of its
// own, so that specs beside it notice nothing.
import { type APIRequestContext, type Page } from '@playwright/test';

import { killBackend } from './support/backend';
import { delivery, ingestHeaders } from './support/deliveries';
import { api, expect, test } from './support/fixtures';
import { freePort, type OwnHost, ownHost, provision } from './support/ownHost';
import { settled } from './support/quiet';
import { readStack } from './support/stack';

/** A host that was just started answers slowly where other tests run beside it. */
const patiently = { timeout: 60_000 };
const uid = 'spec-down';

let host: OwnHost | undefined;
let root = '';

test.beforeAll(async () => {
  root = readStack().urls.grafana;
  if (readStack().kind === 'devhost') {
    host = ownHost(await freePort(), '/own');
    provision(host, 'datasources', 'prometheus.yaml');
    provision(host, 'plugins', 'app.yaml');
    root = await host.start();
  }
});

test.afterAll(async () => {
  await host?.end();
});

async function openAt(page: Page, path: string): Promise<void> {
  await page.goto(`${root}/a/strata-sre-app/${path}`);
  await settled(page);
}

test.describe('a data source', () => {
  test.beforeEach(async ({ admin }) => {
    // Port 1 answers nobody: as a Prometheus that is down.
    const source = { uid, name: 'Spec down', type: 'prometheus', access: 'proxy', url: 'http://127.0.0.1:1', jsonData: {} };
    const answer = await admin.post(`${root}/api/datasources`, { data: source });
    expect(answer.ok(), await answer.text()).toBe(true);
  });

  test.afterEach(async ({ admin }) => {
    await admin.delete(`${root}/api/datasources/uid/${uid}`);
  });

  test('that is down is named on the overview, with a way out', async ({ page, consoleErrors }) => {
    await openAt(page, `overview?var-ds_prometheus=${uid}`);
    await expect(page.getByText('Data source "Spec down" did not answer')).toBeVisible(patiently);
    await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible();
    await page.screenshot({ path: '.strata/screenshots/overview-prometheus-down.png', fullPage: true });
    consoleErrors.length = 0; // the browser logs the failed requests
  });

  test('that is down is told on the panels of a layer', async ({ page, consoleErrors }) => {
    await openAt(page, `application?var-ds_prometheus=${uid}`);
    await expect(page.getByText(/connection refused|did not answer|failed/i).first()).toBeVisible(patiently);
    await page.screenshot({ path: '.strata/screenshots/application-prometheus-down.png', fullPage: true });
    consoleErrors.length = 0; // the browser logs the failed requests
  });

  test('that was deleted is told on the page of a layer', async ({ page, admin, consoleErrors }) => {
    await admin.delete(`${root}/api/datasources/uid/${uid}`);
    await openAt(page, `application?var-ds_prometheus=${uid}`);
    await expect(page.getByText(`Data source "${uid}" is not there`)).toBeVisible(patiently);
    await page.screenshot({ path: '.strata/screenshots/application-source-deleted.png', fullPage: true });
    await page.getByRole('button', { name: /^Use / }).click();
    await expect(page.getByText(`Data source "${uid}" is not there`)).toHaveCount(0);
    consoleErrors.length = 0; // the browser logs the failed requests
  });
});

async function numbers(admin: APIRequestContext): Promise<number[]> {
  const response = await admin.get(`${root}${api}/incidents?state=all`);
  expect(response.ok(), await response.text()).toBe(true);
  return ((await response.json()) as { incidents: Array<{ number: number }> }).incidents.map(({ number }) => number);
}

test('what was committed is there after the plugin was killed', async ({ request, admin }) => {
  test.skip(!host, 'only devhost lets a spec kill the plugin');
  const labels = { alertname: 'SpecAlert', severity: 'P3', service: 'survivor', namespace: 'spec', cluster: 'spec' };
  const data = delivery([{ labels, startsAt: new Date().toISOString() }]);
  const answer = await request.post(`${root}${api}/ingest/alertmanager`, { data, headers: ingestHeaders() });
  expect(answer.status(), await answer.text()).toBe(200);
  const receipt = (await answer.json()) as { incidents: number[] };
  const before = await numbers(admin);
  const starts = async () => ((await (await admin.get(`${root}/api/devhost/status`)).json()) as { backendStarts: number }).backendStarts;
  const startsBefore = await starts();
  killBackend(host?.pid());
  await expect.poll(starts, patiently).toBeGreaterThan(startsBefore);
  await expect.poll(async () => (await admin.get(`${root}${api}/incidents`)).status(), patiently).toBe(200);
  expect(await numbers(admin)).toEqual(before);
  expect(before).toContain(receipt.incidents[0]);
});
