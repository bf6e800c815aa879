// The first-run guide on a system that is half set up: what is there counts by itself, a test alert is sent and seen, and a
// viewer is told whom to ask.
import { delivery, send, type SentAlert } from './support/deliveries';
import { expect, open, test } from './support/fixtures';
import { patiently } from './support/panels';
import { seriousFindings } from './support/axe';

test.describe.configure({ timeout: 120_000 });

const startsAt = new Date(Date.now() - 60_000).toISOString();
const first: SentAlert = {
  labels: { alertname: 'GuideTry', severity: 'P3', layer: 'application', service: 'guide', cluster: `guide-${process.pid}` },
  annotations: { summary: 'The first alert after the set-up' },
  startsAt,
};

test.afterAll(async ({ request }) => {
  expect((await send(request, delivery([{ ...first, resolvedAt: new Date().toISOString() }]))).status()).toBe(200);
});

test('steps follow from what is there, and a test alert makes its step done', async ({ page, request }) => {
  await open(page, 'guide');
  const step = (title: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) });
  await expect(step('Connect data sources').getByText(/^These answer: .*Prometheus/)).toBeVisible(patiently);
  await expect(step('Create the source of alerts').getByText(/^These may send: /)).toBeVisible();
  await expect(step('Install the alert rules').getByText(/that are installed: \d+$/)).toBeVisible(patiently);

  const how = page.getByRole('button', { name: 'How to: Send a test alert' });
  if ((await how.getAttribute('aria-expanded')) === 'false') {
    await how.click();
  }
  await page.getByRole('button', { name: 'Send test alert' }).first().click();
  await expect(step('Send a test alert').getByText(/^A test alert came through: /)).toBeVisible(patiently);

  expect((await send(request, delivery([first]))).status()).toBe(200);
  await expect(step('See an alert become an incident').getByText(/^The newest incident of an alert is #\d+/)).toBeVisible(patiently);
  await expect(page.getByText('Alerts become incidents')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
});

test.describe('a viewer', () => {
  test.use({ role: 'viewer' });

  test('sees how far it is and whom to ask, and can change nothing', async ({ page }) => {
    await open(page, 'guide');
    await expect(page.getByText('An administrator sets this up')).toBeVisible();
    await expect(page.getByText(/^These may send: /)).toBeVisible(patiently);
    await page.getByRole('button', { name: 'How to: Create the source of alerts' }).click();
    await expect(page.getByRole('button', { name: 'Source for Alertmanager' })).toBeDisabled();
    expect(await seriousFindings(page)).toEqual([]);
  });
});
