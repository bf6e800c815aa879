// The board, by keyboard alone: choose two incidents, acknowledge them, take it back, snooze, merge.
import { delivery, send } from './support/deliveries';
import { expect, open, test } from './support/fixtures';
import { listIncidents } from './support/incidents';

const cluster = `triage-${process.pid}`;

test('is worked on by keyboard alone', async ({ page, admin, request }) => {
  const startsAt = new Date(Date.now() - 60_000).toISOString();
  const alerts = ['cart', 'pay', 'mail'].map((service) => ({
    labels: { alertname: 'TriageSample', severity: 'P2', layer: 'application', service, namespace: 'shop', cluster },
    annotations: { summary: `Triage sample of ${service} ${cluster}` },
    startsAt,
  }));
  expect((await send(request, delivery(alerts))).ok()).toBe(true);
  await open(page, `triage?q=${cluster}`);
  const lane = page.getByRole('list', { name: /^P2/ });
  await expect(lane.getByRole('link')).toHaveCount(3);
  await page.getByRole('group', { name: /^Board/ }).focus();

  await page.keyboard.press('j');
  await expect(lane.getByRole('link').first()).toBeFocused();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByText('2 chosen')).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByText('2 incidents acknowledged.')).toBeVisible();
  // What nobody took stands first.
  await expect(lane.locator('article').first()).toContainText('not acknowledged');
  await page.keyboard.press('u');
  await expect(page.getByText('2 acknowledgements taken back.')).toBeVisible();

  await page.getByRole('button', { name: 'Choose all' }).press('Enter');
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Do it' }).press('Enter');
  await expect(page.getByText(/2 incidents merged into #\d+\./)).toBeVisible();
  await expect(lane.getByRole('link')).toHaveCount(1);
  expect(await listIncidents(admin, `state=open&q=${cluster}`)).toHaveLength(1);
});

test('shows what others did without a reload', async ({ page, request }) => {
  await open(page, `triage?q=live-${cluster}&view=dense`);
  await expect(page.getByText('No open incident matches')).toBeVisible();
  const later = {
    labels: { alertname: 'TriageLive', severity: 'P3', layer: 'network', service: 'web', namespace: 'shop', cluster: `live-${cluster}` },
    annotations: { summary: `Later live-${cluster}` },
    startsAt: new Date().toISOString(),
  };
  expect((await send(request, delivery([later]))).ok()).toBe(true);
  await expect(page.getByRole('link', { name: new RegExp(`Later live-${cluster}`) })).toBeVisible();
});
