// What can be seen of the system, what is missing and how to get it; as a file for a spreadsheet.
import { readFile } from 'node:fs/promises';

import { seriousFindings } from './support/axe';
import { downloadBy, parseCsv } from './support/files';
import { expect, open, test } from './support/fixtures';
import { sessionOf } from './support/people';
import { addSignals, removeSignals } from './support/signals';

const prefix = 'spec-coverage-';
// All signals of the catalog are loaded and their queries asked.
test.setTimeout(120_000);

/** Only the row of this signal: a link's row is there whatever the words are. */
const rowOf = (signal: string) => `coverage?q=nothing-else&signal=${signal}`;

const formula = '=1+1, a "formula"';

test.beforeAll(async ({ playwright }) => {
  const admin = await sessionOf(playwright, 'admin');
  await removeSignals(admin, prefix);
  await addSignals(admin, [{ id: `${prefix}formula`, title: formula, expr: 'up', needs: ['spec_not_there'] }]);
  await admin.dispose();
});

test.afterAll(async ({ playwright }) => {
  const admin = await sessionOf(playwright, 'admin');
  await removeSignals(admin, prefix);
  await admin.dispose();
});

for (const theme of ['dark', 'light']) {
  test(`nothing serious for axe in ${theme}, with an open row`, async ({ page }) => {
    await open(page, `coverage?q=http&signal=http-5xx-ratio&theme=${theme}`);
    await expect(page.getByRole('button', { name: /^Server error ratio/, expanded: true })).toBeVisible();
    expect(await seriousFindings(page, { contrastOnly: theme === 'light' })).toEqual([]);
  });
}

test('the queries confirm what the probe says, and a gap names what to install', async ({ page }) => {
  await open(page, rowOf('http-5xx-ratio'));
  const row = page.locator('[data-signal="http-5xx-ratio"]');
  await row.getByRole('button', { name: 'Check its values' }).click();
  await expect(row.getByText(/^checked /).first()).toBeVisible({ timeout: 60_000 });
  await expect(row).toHaveAttribute('data-state', 'answers');
  await expect(row.getByRole('link', { name: 'Add a data source of the type Splunk' })).toBeVisible();

  await open(page, rowOf(`${prefix}formula`));
  const gap = page.locator(`[data-signal="${prefix}formula"]`);
  await expect(gap).toHaveAttribute('data-state', 'missing');
  await expect(gap).toContainText('Missing metrics: spec_not_there');
});

test('the CSV has every signal, and no cell that a spreadsheet would run', async ({ page }) => {
  await open(page, 'coverage');
  const { name, path } = await downloadBy(page, page.getByRole('button', { name: 'CSV' }));
  const [head = [], ...records] = parseCsv(await readFile(path, 'utf8'));

  expect(name).toBe('strata-coverage.csv');
  expect(records.filter((record) => record.length !== head.length)).toEqual([]);
  const column = (title: string) => records.map((record) => record[head.indexOf(title)] ?? '');
  expect(new Set(column('signal')).size).toBe(await page.locator('[data-signal]').count());
  expect(column('title')).toContain(`'${formula}`);
  expect(records.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  const gap = records[column('signal').indexOf(`${prefix}formula`)];
  expect(gap).toEqual(expect.arrayContaining(['missing', 'spec_not_there', expect.stringContaining('Let Prometheus scrape spec')]));
});

test('rows are reached and opened by keyboard', async ({ page }) => {
  await open(page, 'coverage?layer=ebpf');
  await page.locator('[data-row]').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-row]').nth(1)).toHaveAttribute('aria-expanded', 'true');
});

test.describe('a viewer', () => {
  test.use({ role: 'viewer' });

  test('sees the same, and whom to ask', async ({ page }) => {
    await open(page, rowOf('http-5xx-ratio'));
    const row = page.locator('[data-signal="http-5xx-ratio"]');
    await expect(row).toContainText('An administrator can add a data source of the type Splunk.');
    await expect(row.getByRole('link', { name: 'Change its queries' })).toHaveCount(0);
  });
});
