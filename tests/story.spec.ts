// The whole way: a broken shop, a real alert, an incident, people who act on it, and its end.
import { type APIRequestContext } from '@playwright/test';

import { activeInAlertmanager, firingInPrometheus } from './support/alerts';
import { expect, open, test } from './support/fixtures';
import { allResolved, listIncidents } from './support/incidents';
import { settled } from './support/quiet';
import { fault, readStack } from './support/stack';

const app = '/a/strata-sre-app';

/** Services that Alertmanager has an alert of too many 5xx answers for. */
async function failingServices(request: APIRequestContext): Promise<string[]> {
  const active = await activeInAlertmanager(request);
  return active.filter(({ labels }) => labels.signal === 'http-5xx-ratio').map(({ labels }) => labels.service ?? '');
}

// The shop is whole for the specs that follow, also when this one failed half-way.
test.afterEach(async () => {
  await fault('stop');
});

test('a fault in the shop becomes an incident that a person opens, acknowledges and watches resolve', async ({
  page,
  admin,
  request,
}) => {
  test.setTimeout(300_000);
  const before = new Set((await listIncidents(admin, 'state=open')).map(({ number }) => number));

  await open(page, 'incidents');
  await expect(page.getByRole('heading', { name: 'Incidents', exact: true })).toBeVisible();
  // A mark on this document: it would be gone after a reload.
  await page.evaluate(() => document.body.setAttribute('data-e2e', 'not reloaded'));

  await test.step('break the shop; a real alert fires', async () => {
    await fault('start', 'bad-deploy');
    await expect.poll(() => firingInPrometheus(request), { timeout: 120_000 }).not.toEqual([]);
    await expect.poll(() => failingServices(request), { timeout: 30_000 }).toContain('payment');
  });

  await test.step('the incident appears in the list without a reload', async () => {
    const shownNumbers = async () => {
      const names = await page.getByRole('link', { name: /^#\d+ / }).allTextContents();
      return names.map((name) => Number(/#(\d+)/.exec(name)?.[1]));
    };
    await expect
      .poll(async () => (await shownNumbers()).filter((number) => !before.has(number)), { timeout: 45_000 })
      .not.toEqual([]);
    await expect(page.locator('body')).toHaveAttribute('data-e2e', 'not reloaded');
  });

  // The fault's own service and signal; others follow from it, and may belong to an incident that was open before.
  const alert = (await activeInAlertmanager(request)).find(
    ({ labels }) => labels.service === 'payment' && labels.signal === 'http-5xx-ratio'
  );
  const link = alert?.annotations.incident ?? '';
  let incidentUrl = '';

  await test.step("the alert's own link leads to the incident", async () => {
    expect(link).toContain(`${readStack().urls.grafana}${app}/alert?label=`);
    await page.goto(link);
    await expect(page).toHaveURL(/\/incidents\/\d+/, { timeout: 30_000 });
    await settled(page);
    incidentUrl = page.url();
    const number = Number(/\/incidents\/(\d+)/.exec(incidentUrl)?.[1]);
    expect(before.has(number), 'the incident was not open before').toBe(false);
    await expect(page.getByRole('heading', { name: new RegExp(`#${number} `) })).toBeVisible();
    await expect(page.getByText(alert?.labels.alertname ?? 'no alertname').first()).toBeVisible();
  });

  await test.step('so does its fingerprint', async () => {
    await page.goto(`${app}/alert?fingerprint=${alert?.fingerprint}&source=${readStack().ingest.source}`);
    await expect(page).toHaveURL(new RegExp(`${new URL(incidentUrl).pathname}($|[?#])`), { timeout: 30_000 });
    await settled(page);
  });

  await test.step('acknowledge', async () => {
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Take acknowledgement back' })).toBeVisible();
    await expect(page.locator('[data-kind=ack]')).toBeVisible();
    await page.getByLabel('Add a note').fill('Rolled back **checkout**.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(page.locator('[data-kind=note]').getByText('checkout')).toBeVisible();
  });

  await test.step('read which layer broke first', async () => {
    const layers = page.getByRole('region', { name: 'What broke first' });
    await expect(layers.getByText('broke first', { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(layers.locator('[data-layer]')).toHaveCount(4);
  });

  await test.step('name a commander and write an update, by keyboard', async () => {
    await page.getByRole('group', { name: /^Incident; press/ }).focus();
    await page.keyboard.press('c');
    await page.getByRole('dialog').getByLabel('Login').fill('mara');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-kind=role]').getByText('mara')).toBeVisible();
    await page.keyboard.press('w');
    await page.keyboard.press('Enter');
    const form = page.getByRole('form', { name: 'Message' });
    await form.locator('#message-body').fill('We roll the deployment back.');
    await form.getByRole('button', { name: 'Send' }).click();
    await expect(
      page.getByRole('region', { name: 'People and playbook' }).getByText('Sent', { exact: true })
    ).toBeVisible();
  });

  await page.evaluate(() => document.body.setAttribute('data-e2e', 'not reloaded'));

  await test.step('mend the shop and watch the incident resolve', async () => {
    await fault('stop');
    await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible({ timeout: 180_000 });
    await expect(page.locator('body')).toHaveAttribute('data-e2e', 'not reloaded');
  });

  await test.step('the timeline tells it all', async () => {
    for (const kind of ['incident_created', 'alert_fired', 'ack', 'note', 'alert_resolved']) {
      await expect(page.locator(`[data-kind=${kind}]`).first(), kind).toBeVisible();
    }
    await page.screenshot({ path: '.strata/screenshots/story-resolved.png', fullPage: true });
  });

  await allResolved(admin, before, 120_000);
});

test('the link of an unknown alert says why there is no incident', async ({ page }) => {
  await open(page, 'alert?fingerprint=0000000000000000');
  await expect(page.locator('[data-outcome=unknown_alert]')).toBeVisible();
  await expect(page.getByText('fingerprint=0000000000000000')).toBeVisible();
});

test('the link of an unknown source says so', async ({ page }) => {
  await open(page, 'alert?fingerprint=0000000000000000&source=nobody');
  await expect(page.locator('[data-outcome=unknown_source]')).toBeVisible();
});

test('a link that names no alert says how to name one', async ({ page }) => {
  await open(page, 'alert');
  await expect(page.getByText(/fingerprint/).first()).toBeVisible();
});
