// What Strata adds to Grafana's own pages. Only a Grafana has these pages, so playwright.config.ts takes this folder only where
// GRAFANA_URL is given.
import { type APIRequestContext, type Page } from '@playwright/test';

import { api, expect, test as base } from '../support/fixtures';
import { getIncident } from '../support/incidents';
import { patiently } from '../support/panels';
import { readStack } from '../support/stack';

/** Grafana's own pages write errors of their own, such as news that cannot be reached; only Strata's count here. */
const test = base.extend({
  consoleErrors: async ({}, use) => {
    const errors: string[] = [];
    await use(errors);
    expect(errors.filter((error) => /strata/i.test(error)), 'errors of Strata in the browser console').toEqual([]);
  },
});

test.describe.configure({ timeout: 300_000 });

const uid = 'strata-spec-extensions';

/** Makes a dashboard with one panel that asks the Prometheus of the system. */
async function makeDashboard(admin: APIRequestContext): Promise<void> {
  const target = { refId: 'A', expr: 'sum by (job) (up{job=~"$job"})' };
  const panel = {
    id: 4, type: 'timeseries', title: 'Targets that are up', gridPos: { x: 0, y: 0, w: 24, h: 10 },
    datasource: { type: 'prometheus', uid: 'strata-prometheus' }, targets: [target],
  };
  const job = { type: 'custom', name: 'job', query: 'testbed.*', current: { text: 'testbed.*', value: 'testbed.*' } };
  const dashboard = { uid, title: 'Strata spec', time: { from: 'now-1h', to: 'now' }, templating: { list: [job] }, panels: [panel] };
  const response = await admin.post('/api/dashboards/db', { data: { dashboard, overwrite: true } });
  expect(response.ok(), await response.text()).toBe(true);
}

async function openPanelMenu(page: Page, item: string): Promise<void> {
  await page.getByTestId(/Panel header Targets that are up/).first().hover(patiently);
  await page.getByRole('button', { name: /^Menu for panel/ }).first().click();
  await page.getByText('Extensions', { exact: true }).hover();
  await page.getByText(item, { exact: true }).click();
}

test.beforeAll(async ({ playwright }) => {
  const { urls } = readStack();
  const admin = await playwright.request.newContext({ baseURL: urls.grafana });
  const user = process.env.GRAFANA_USER ?? 'admin';
  await admin.post('/login', { data: { user, password: process.env.GRAFANA_PASSWORD ?? 'admin' } });
  await makeDashboard(admin);
  await admin.dispose();
});

test.afterAll(async ({ playwright }) => {
  const admin = await playwright.request.newContext({ baseURL: readStack().urls.grafana });
  await admin.post('/login', { data: { user: process.env.GRAFANA_USER ?? 'admin', password: process.env.GRAFANA_PASSWORD ?? 'admin' } });
  await admin.delete(`/api/dashboards/uid/${uid}`);
  await admin.dispose();
});

test('an incident is declared from the menu of a panel, and its timeline leads back to the panel', async ({ page, admin }) => {
  await page.goto(`/d/${uid}`);
  await openPanelMenu(page, 'Declare incident');
  const attached = page.getByTestId('attached');
  await expect(attached.getByRole('link', { name: 'Targets that are up (Strata spec)' })).toBeVisible(patiently);
  await page.getByRole('textbox', { name: 'Title' }).fill('Declared from a panel');
  await page.getByRole('button', { name: 'Declare', exact: true }).click();
  await page.waitForURL(/\/a\/strata-sre-app\/incidents\/\d+/, patiently);
  const number = Number(/incidents\/(\d+)/.exec(page.url())?.[1]);
  expect((await getIncident(admin, number)).title).toBe('Declared from a panel');

  const link = page.getByRole('link', { name: 'Targets that are up (Strata spec)' });
  await expect(link).toBeVisible(patiently);
  const address = new URL((await link.getAttribute('href')) ?? '', page.url());
  expect(address.searchParams.get('viewPanel')).toBe('panel-4');
  // Both ends are computed one after the other, so a millisecond may lie between them.
  expect(Number(address.searchParams.get('to')) - Number(address.searchParams.get('from'))).toBeCloseTo(3_600_000, -2);
  await page.goto(address.href);
  await expect(page.getByText('Targets that are up').first()).toBeVisible(patiently);

  await openPanelMenu(page, 'Add to incident');
  await page.getByRole('textbox', { name: 'Number or words of the incident' }).fill(String(number));
  await page.getByRole('button', { name: new RegExp(`#${number} `) }).click(patiently);
  await page.getByRole('button', { name: `Add to #${number}` }).click();
  await expect(page.getByText(`It stands on the timeline of incident #${number}`)).toBeVisible(patiently);
  const { entries } = (await (await admin.get(`${api}/incidents/${number}/timeline`)).json()) as { entries: Array<{ kind: string; body: string }> };
  expect(entries.at(-1)).toMatchObject({ kind: 'note', body: expect.stringContaining('viewPanel=panel-4') });

  const { version } = await getIncident(admin, number);
  await admin.post(`${api}/incidents/${number}/decline`, { data: { version, reason: 'Made by a spec' } });
});

test('the command palette knows Strata', async ({ page }) => {
  await page.goto('/');
  // Keys are heard once the bar at the top is there.
  await expect(page.getByText(/^Search/).first()).toBeVisible(patiently);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').first().fill('strata: go');
  await page.getByText('Strata: go to incident').first().click(patiently);
  await expect(page.getByRole('textbox', { name: 'Number or words of the incident' })).toBeFocused(patiently);
});
