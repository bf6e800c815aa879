// The wall: every view fits large screens, a P0 takes it over, and it says and survives a lost connection.
import { type Page } from '@playwright/test';

import { seriousFindings } from './support/axe';
import { delivery, send, type SentAlert } from './support/deliveries';
import { api, expect, open, test } from './support/fixtures';
import { patiently } from './support/panels';
import { settled } from './support/quiet';

const shots = '.strata/screenshots';
const cluster = `wall-${process.pid}`;
const startsAt = new Date(Date.now() - 9 * 60_000).toISOString();
const screens = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
];
const views = ['health', 'incidents', 'slo', 'changes'];

function sample(name: string, severity: string, service: string, summary: string): SentAlert {
  const labels = { alertname: name, severity, layer: 'application', service, namespace: 'shop', cluster };
  return { labels, annotations: { summary }, startsAt };
}

const p0 = sample('AllRequestsFail', 'P0', 'checkout', 'Every request to the checkout fails');
const others = [
  sample('HttpLatencyHigh', 'P1', 'cart', 'The p95 response time of cart is 2.3 s'),
  ...Array.from({ length: 14 }, (_, index) =>
    sample('QueueGrows', 'P3', `worker-${index}`, `The queue of worker-${index} grows`)
  ),
];

/** What is larger than the screen, or reaches over an edge of the wall. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    const wall = document.querySelector('[data-wall]');
    const over = [...(wall?.querySelectorAll('li, footer, header') ?? [])].filter((element) => {
      const { right, bottom } = element.getBoundingClientRect();
      return right > window.innerWidth + 1 || bottom > window.innerHeight + 1;
    });
    const page = scrollWidth > window.innerWidth || scrollHeight > window.innerHeight ? ['the page scrolls'] : [];
    return [...page, ...over.map(({ tagName, textContent }) => `${tagName} ${(textContent ?? '').slice(0, 40)}`)];
  });
}

test.use({ role: 'viewer' });
test.describe.configure({ timeout: 180_000 });

test.beforeAll(async ({ request }) => {
  expect((await send(request, delivery(others))).status()).toBe(200);
});

test.afterAll(async ({ request }) => {
  const resolvedAt = new Date().toISOString();
  await send(request, delivery([p0, ...others].map((alert) => ({ ...alert, resolvedAt }))));
});

for (const theme of ['dark', 'light']) {
  for (const view of views) {
    test(`${view} in ${theme} fits every screen without scrolling`, async ({ page }) => {
      await open(page, `wall?kiosk=1&pin=${view}&takeover=off&theme=${theme}`);
      for (const size of screens) {
        await page.setViewportSize(size);
        await expect(page.locator(`[data-wall=${view}] li`).last()).toBeVisible(patiently);
        await settled(page);
        await page.screenshot({ path: `${shots}/wall-${view}-${size.width}-${theme}.png` });
        expect.soft(await overflow(page), `${size.width} px`).toEqual([]);
      }
      await page.setViewportSize({ width: 1920, height: 1080 });
      expect(await seriousFindings(page, { contrastOnly: theme === 'light' })).toEqual([]);
    });
  }
}

test('a P0 takes the whole screen until somebody acknowledges it', async ({ page, admin, request }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await open(page, 'wall?kiosk=1&every=5');
  await expect(page.locator('[data-wall]')).toBeVisible(patiently);
  const answer = await send(request, delivery([p0]));
  const [number = 0] = ((await answer.json()) as { incidents: number[] }).incidents;

  const takeover = page.locator(`[data-takeover="${number}"]`);
  await expect(takeover).toBeVisible({ timeout: 40_000 });
  await expect(takeover).toContainText('Every request to the checkout fails');
  await expect(takeover).toContainText(/Not acknowledged for \d+:\d\d/);
  await expect(takeover.getByRole('img', { name: new RegExp(`/incidents/${number}$`) })).toBeVisible();
  expect(await overflow(page)).toEqual([]);
  expect(await seriousFindings(page)).toEqual([]);
  await page.screenshot({ path: `${shots}/wall-takeover.png` });

  const { incident } = (await (await admin.get(`${api}/incidents/${number}`)).json()) as {
    incident: { version: number };
  };
  const acknowledged = await admin.post(`${api}/incidents/${number}/acknowledge`, {
    data: { version: incident.version },
  });
  expect(acknowledged.ok(), await acknowledged.text()).toBe(true);
  await expect(takeover).toHaveCount(0, { timeout: 40_000 });
  // And it goes on turning.
  const shown = await page.locator('[data-wall]').getAttribute('data-wall');
  await expect(page.locator('[data-wall]')).not.toHaveAttribute('data-wall', shown ?? '', { timeout: 15_000 });
});

test.describe('with a clock of its own', () => {
  test.use({ ownWindow: true });

  test('a lost connection is said with the age of the data, and ends by itself', async ({ page, consoleErrors }) => {
    await page.clock.install(); // the page's clock: a minute need not be waited for
    await open(page, 'wall?kiosk=1&pin=incidents&takeover=off');
    const banner = page.locator('[data-wall]').getByRole('alert');
    await expect(page.locator('[data-wall] li').last()).toBeVisible(patiently);
    await expect(banner).toBeEmpty();

    const records = '**/api/plugins/strata-sre-app/resources/**';
    await page.route(records, (route) => route.abort());
    await page.clock.runFor(65_000);
    await expect(banner).toContainText(/Incidents are 1:\d\d old: Grafana did not answer/);
    await expect(page.locator('[data-wall] li').last()).toBeVisible();
    await page.screenshot({ path: `${shots}/wall-old-data.png` });

    await page.unroute(records);
    await page.clock.runFor(40_000);
    await expect(banner).toBeEmpty({ timeout: 40_000 });
    consoleErrors.splice(0); // of the requests that were let fail
  });
});
