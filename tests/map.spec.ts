// The service map: who talks to whom, as a graph and as a table, and the way to a service.
import { expect, open, test } from './support/fixtures';

test.describe.configure({ timeout: 150_000 });

test('draws the flows between services and leads to one of them', async ({ page }) => {
  await open(page, 'map');
  await expect(page.getByText(/^\d+ services, \d+ edges$/)).toBeVisible();
  await expect(page.locator('svg').getByText('checkout', { exact: true }).first()).toBeVisible();

  const edges = page.getByRole('region', { name: 'Edges' });
  // One of the busiest: the table begins with those, and has several pages.
  const edge = edges.getByRole('row').filter({ hasText: 'frontend' }).filter({ hasText: 'catalog' });
  await expect(edge).toContainText(/\d (flows|req)\/s/);
  await edge.getByRole('link', { name: 'catalog' }).click();
  await expect(page).toHaveURL(/\/service\/shop\/catalog/);
  await expect(page.getByRole('heading', { name: 'catalog' })).toBeVisible();
});

test('another source of the flows and a namespace are in the address', async ({ page }) => {
  await open(page, 'map?var-namespace=platform');
  const edges = page.getByRole('region', { name: 'Edges' });
  await expect(edges.getByRole('link', { name: 'auth' }).first()).toBeVisible();
  const callees = await edges.locator('tbody tr td:nth-child(2)').allTextContents();
  expect(callees.length).toBeGreaterThan(0);
  expect(callees.filter((callee) => !callee.includes('platform'))).toEqual([]);

  const source = page.getByLabel('Source of the flows');
  const first = await source.inputValue();
  await source.click();
  await page.getByRole('option', { name: / from / }).nth(1).click();
  await expect(page).toHaveURL(/source=/);
  await expect(source).not.toHaveValue(first);
  await expect(page.getByText(/^\d+ services, \d+ edges$/)).toBeVisible();
});
