// The pages of one service, node and pod: four layers on one time axis, and the ways on from there.
import { type Locator } from '@playwright/test';

import { expect, open, test } from './support/fixtures';
import { failedPanels, panelsWithData, patiently } from './support/panels';
import { settled } from './support/quiet';

test.describe.configure({ timeout: 150_000 });

const layers = ['Application', 'Network', 'Cluster', 'eBPF'];

/** Where the crosshair of a graph stands, as a share of the graph's width; undefined: it has none. */
async function crosshair(graph: Locator): Promise<number | undefined> {
  return graph.evaluate((over) => {
    const line = over.querySelector('.u-cursor-x');
    if (!line || getComputedStyle(line).display === 'none') {
      return undefined;
    }
    const { left, width } = over.getBoundingClientRect();
    return (line.getBoundingClientRect().left - left) / width;
  });
}

/** How far apart two crosshairs are, as a share of the width; 1: one of them is not there. */
async function apart(a: Locator, b: Locator): Promise<number> {
  const [first, second] = [await crosshair(a), await crosshair(b)];
  return first === undefined || second === undefined ? 1 : Math.abs(first - second);
}

for (const { thing, path } of [
  { thing: 'service', path: 'service/shop/checkout' },
  { thing: 'node', path: 'node/node-a' },
]) {
  test(`a ${thing} has all four layers side by side, with one crosshair`, async ({ page }) => {
    await page.setViewportSize({ width: 1600, height: 1000 });
    await open(page, path);
    for (const layer of layers) {
      const column = page.getByRole('region', { name: layer, exact: true });
      await expect(panelsWithData(column).first(), layer).toBeVisible(patiently);
      await expect(failedPanels(column), layer).toHaveCount(0);
    }
    await settled(page);

    const graph = (layer: string) => page.getByRole('region', { name: layer, exact: true }).locator('.u-over').first();
    const [from, to] = [graph('Application'), graph('Network')];
    await from.hover({ position: { x: 60, y: 20 } });
    await expect.poll(() => crosshair(from)).toBeGreaterThan(0.1);
    await expect.poll(() => apart(from, to)).toBeLessThan(0.05);
    const before = await crosshair(to);
    await from.hover({ position: { x: 110, y: 20 } });
    await expect.poll(() => crosshair(to)).toBeGreaterThan(before ?? 1);
  });
}

test('from a service over its pod to its node, and all pages keep the time range', async ({ page }) => {
  await open(page, 'service/shop/checkout?from=now-30m&to=now');
  const pod = page.getByRole('link', { name: /^checkout-/ }).first();
  const name = (await pod.textContent()) ?? '';
  await pod.click();
  await expect(page).toHaveURL(/\/pod\/shop\/checkout-.*from=now-30m/);
  await expect(page.getByRole('heading', { name })).toBeVisible();
  for (const layer of layers) {
    await expect(page.getByRole('region', { name: layer, exact: true })).toBeVisible(patiently);
  }
  await expect(panelsWithData(page.getByRole('region', { name: 'Cluster', exact: true })).first()).toBeVisible(patiently);
  await page.getByRole('link', { name: /^node-[a-c]$/ }).first().click();
  await expect(page).toHaveURL(/\/node\/node-[a-c]\?.*from=now-30m/);
  await expect(page.getByRole('region', { name: 'eBPF', exact: true })).toBeVisible(patiently);
});

test('a log line leads to its trace and to its service', async ({ page, admin }) => {
  const logs = await admin.get('/api/datasources/uid/strata-elasticsearch');
  test.skip(!logs.ok(), 'no data source of logs here'); // a Grafana may lack its plugin
  await open(page, 'service/shop/checkout');
  await page.getByRole('heading', { name: 'Error log lines' }).first().scrollIntoViewIfNeeded();
  await page.getByText(/checkout 5\d\d \d+ ms/).first().click();
  await expect(page.getByRole('link', { name: /trace/i }).first()).toHaveAttribute('href', /\/explore\?.*trace\.id/);
  await expect(page.getByRole('link', { name: 'All layers of this service' }).first()).toHaveAttribute('href', /\/service\/[^/]+\/checkout/);
});

test('a list leads to each service, node and pod', async ({ page }) => {
  await open(page, 'service');
  await page.getByRole('tab', { name: 'Pods' }).click();
  await expect(page).toHaveURL(/\/pod$/);
  await page.getByLabel('Part of a name').fill('payment');
  await expect(page).toHaveURL(/q=payment/);
  await expect(page.getByRole('link', { name: /^payment-/ }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: /^checkout-/ })).toHaveCount(0);
  await page.getByRole('link', { name: /^payment-/ }).first().click();
  await expect(page).toHaveURL(/\/pod\/shop\/payment-/);
});

test('a name that nothing knows is told, with a way out', async ({ page }) => {
  await open(page, 'service/shop/no-such-service');
  await expect(page.getByText('No service "no-such-service" is known')).toBeVisible();
  await page.getByRole('link', { name: 'Choose from a list' }).click();
  await expect(page.getByRole('link', { name: 'checkout', exact: true })).toBeVisible();
});
