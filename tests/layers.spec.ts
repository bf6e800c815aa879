// The layer pages: every tab has data, filters narrow the queries, panels lead on, and the strip names what is abnormal.
import { api, expect, open, test } from './support/fixtures';
import { getIncident } from './support/incidents';
import { failedPanels, openMenu, panelOf, panelsWithData, patiently, watchQueries } from './support/panels';
import { settled } from './support/quiet';
import { fault } from './support/stack';

test.describe.configure({ timeout: 150_000 });

const layers = ['application', 'network', 'cluster', 'ebpf'];

for (const layer of layers) {
  test(`${layer}: every tab shows data and no panel fails`, async ({ page }) => {
    test.setTimeout(240_000);
    await open(page, layer);
    const tabs = page.getByRole('group', { name: 'Groups of signals' }).getByRole('tab');
    await expect(tabs.first()).toBeVisible();
    const names = await tabs.allTextContents();
    expect(names.length).toBeGreaterThan(5);
    for (const [index, name] of names.entries()) {
      await test.step(name, async () => {
        await tabs.nth(index).click();
        await expect(tabs.nth(index)).toHaveAttribute('aria-selected', 'true');
        await expect(panelsWithData(page).first()).toBeVisible(patiently);
        await settled(page);
        await expect(failedPanels(page)).toHaveCount(0);
      });
    }
  });
}

test('a panel below the screen asks nothing before somebody scrolls to it', async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 700 });
  const asked = watchQueries(page);
  await open(page, 'cluster?tab=nodes');
  await expect(panelsWithData(page).first()).toBeVisible(patiently);
  // Queries of the panel have the page's filters; those of the alert, which the strip asks, do not.
  const ofPanel = () => asked.filter((body) => /kube_node_status_allocatable[^"]*cluster=~/.test(body)).length;
  expect(ofPanel()).toBe(0);
  await panelOf(page, 'node-pod-capacity').scrollIntoViewIfNeeded();
  await expect.poll(ofPanel).toBeGreaterThan(0);
});

test('filters go to the address, take several values and narrow the queries', async ({ page }) => {
  await open(page, 'application?tab=requests');
  const asked = watchQueries(page);
  const service = page.getByLabel('Service', { exact: true });
  await service.click();
  for (const name of ['checkout', 'payment']) {
    await service.fill(name);
    await page.getByRole('option', { name, exact: true }).first().click();
  }
  await service.blur(); // several values are taken together, when the list is left
  await expect(page).toHaveURL(/var-service=checkout&var-service=payment/);
  await expect.poll(() => asked.some((body) => body.includes('checkout|payment'))).toBe(true);
  await settled(page);
  const legend = panelOf(page, 'http-request-rate');
  await expect(legend.getByText('checkout', { exact: true })).toBeVisible();
  await expect(legend.getByText('catalog', { exact: true })).toHaveCount(0);

  await expect(page.getByRole('link', { name: 'checkout', exact: true })).toHaveAttribute('href', /\/service\/-\/checkout/);

  await page.reload();
  await settled(page);
  await expect(legend.getByText('payment', { exact: true })).toBeVisible();
  await expect(legend.getByText('catalog', { exact: true })).toHaveCount(0);
});

test('a filter with a quote and characters of a regular expression is taken literally', async ({ page }) => {
  await open(page, `application?tab=requests&var-service=${encodeURIComponent('a"b.*(')}`);
  await expect(panelOf(page, 'http-request-rate').getByText('Nothing matches these filters in this time range')).toBeVisible();
  await expect(failedPanels(page)).toHaveCount(0);
});

test.describe('the menu of a panel', () => {
  const signal = 'http-5xx-ratio';

  test('explains the signal and leads to Explore and to its alert rule', async ({ page }) => {
    await open(page, 'application?tab=requests');
    await openMenu(page, signal);
    await expect(page.getByRole('menuitem', { name: 'Explore' })).toHaveAttribute('href', /\/explore\?(panes|left)=/);
    await expect(page.getByRole('menuitem', { name: 'Alert rule' })).toHaveAttribute('href', /alert-rules\?signal=http-5xx-ratio/);
    await page.getByRole('menuitem', { name: 'Explain' }).click();
    const drawer = page.getByRole('dialog', { name: /Server error ratio/ });
    for (const heading of ['Why it is watched', 'Providers', 'Alert', 'Queries', 'Sources']) {
      await expect(drawer.getByRole('heading', { name: heading, exact: true })).toBeVisible();
    }
    await expect(drawer.getByText('(shown now)')).toBeVisible();
    await page.screenshot({ path: '.strata/screenshots/explain.png' });
  });

  test('declares an incident that opens and leads back', async ({ page, admin }) => {
    const title = `Declared in a spec ${Date.now()}`;
    await open(page, 'application?tab=requests');
    await openMenu(page, signal);
    await page.getByRole('menuitem', { name: 'Declare incident' }).click();
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('What is seen').fill('Too many 5xx.');
    await page.getByRole('button', { name: 'Declare', exact: true }).click();
    await expect(page).toHaveURL(/\/incidents\/\d+/);
    await expect(page.getByRole('heading', { name: new RegExp(title) })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Server error ratio (5xx)' })).toHaveAttribute('href', /\/application\?.*tab=requests/);

    const number = Number(/\/incidents\/(\d+)/.exec(page.url())?.[1]);
    const { version } = await getIncident(admin, number);
    const resolved = await admin.post(`${api}/incidents/${number}/resolve`, { data: { version } });
    expect(resolved.status(), await resolved.text()).toBe(200);
  });
});

test.describe('with a fault in the shop', () => {
  test.afterEach(async () => {
    await fault('stop');
  });

  test('the strip names what is abnormal and leads to its panel', async ({ page }) => {
    test.setTimeout(180_000);
    await open(page, 'cluster');
    const strip = page.getByRole('region', { name: 'Abnormal now' });
    const chip = strip.getByRole('button', { name: /Crash-looping pods/ });
    await expect(chip).toHaveCount(0);
    await fault('start', 'crashloop');
    // The strip asks again every 30 s.
    await expect(chip).toBeVisible({ timeout: 120_000 });
    await expect(chip).toContainText('cart');
    await page.screenshot({ path: '.strata/screenshots/cluster-abnormal.png' });
    await chip.click();
    await expect(page.getByRole('tab', { name: /^Pods/ })).toHaveAttribute('aria-selected', 'true');
    await expect(page).toHaveURL(/tab=pods/);
    await expect(panelOf(page, 'pod-crashloop')).toBeFocused();
    await expect(panelOf(page, 'pod-crashloop')).toBeInViewport();
  });
});

test.describe('a viewer', () => {
  test.use({ role: 'viewer' });

  test('sees the panels and their explanation, and declares nothing', async ({ page }) => {
    await open(page, 'application?tab=requests');
    await expect(panelsWithData(page).first()).toBeVisible(patiently);
    await openMenu(page, 'http-5xx-ratio');
    await expect(page.getByRole('menuitem', { name: 'Explain' })).toBeVisible();
    await expect(page.getByRole('menuitem', { name: 'Declare incident' })).toHaveCount(0);
  });
});
