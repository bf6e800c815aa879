// The alerts of the catalog as a file: own thresholds are in it, and Prometheus takes it.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type Page } from '@playwright/test';

import { seriousFindings } from './support/axe';
import { downloadBy } from './support/files';
import { expect, open, test } from './support/fixtures';
import { sessionOf } from './support/people';
import { settled } from './support/quiet';
import { removeSignals } from './support/signals';
import { readStack } from './support/stack';

const signal = 'http-5xx-ratio';
const rule = 'HttpServerErrorsHigh';

// The whole pack is made anew for each change.
test.setTimeout(120_000);

test.afterEach(async ({ playwright }) => {
  const admin = await sessionOf(playwright, 'admin');
  await removeSignals(admin, signal);
  await admin.dispose();
});

function ruleRow(page: Page, name = rule) {
  return page.locator(`[data-rule="${name}"]`).first();
}

for (const theme of ['dark', 'light']) {
  test(`nothing serious for axe in ${theme}, while a rule is changed`, async ({ page }) => {
    await open(page, `alert-rules?signal=${signal}&theme=${theme}`);
    await page.getByRole('button', { name: `Change ${rule}`, exact: true }).first().click();
    await expect(page.getByRole('form', { name: `Change ${rule}` })).toBeVisible();
    // The list around it is looked at with all pages.
    expect(await seriousFindings(page, { within: `form[aria-label="Change ${rule}"]`, contrastOnly: theme === 'light' })).toEqual([]);
  });
}

test('an own threshold goes into the pack for Prometheus, which promtool takes', async ({ page }) => {
  await open(page, `alert-rules?format=prometheus&signal=${signal}`);
  await page.getByRole('button', { name: `Change ${rule}`, exact: true }).first().click();
  const form = page.getByRole('form', { name: `Change ${rule}` });
  await form.getByLabel('Threshold').fill('0.073');
  await form.getByLabel(/^For/).fill('9m');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(ruleRow(page)).toContainText('> 7.30% for 9m', { timeout: 30_000 });
  await expect(ruleRow(page)).toContainText('Changed');
  await settled(page);

  const { name, path } = await downloadBy(page, page.getByRole('button', { name: 'Download' }));
  const content = await readFile(path, 'utf8');
  expect(name).toBe('strata.rules.yaml');
  expect(content).toMatch(new RegExp(`alert: ${rule}\\n[^]*?> 0\\.073\\n\\s+for: 9m`));
  expect(content).toContain('/a/strata-sre-app/alert?');
  const { stdout } = await promisify(execFile)(readStack().promtool, ['check', 'rules', path]);
  expect(stdout).toMatch(/SUCCESS: \d{3} rules found/);

  await page.getByRole('button', { name: `Change ${rule}`, exact: true }).first().click();
  await page.getByRole('button', { name: 'Use the built-in values again' }).click();
  await expect(ruleRow(page)).toContainText('> 5% for 5m', { timeout: 30_000 });
});

test('a threshold that is no number is refused at its field', async ({ page }) => {
  await open(page, `alert-rules?signal=${signal}`);
  await page.getByRole('button', { name: `Change ${rule}`, exact: true }).first().click();
  const form = page.getByRole('form', { name: `Change ${rule}` });
  await form.getByLabel('Threshold').fill('five');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText(/^A number in the unit of the query/)).toBeVisible();
  await expect(form.getByLabel('Threshold')).toHaveAttribute('aria-invalid', 'true');
});

test('the pack for Grafana asks the data source of choice, and is shown before it is taken', async ({ page }) => {
  await open(page, 'alert-rules?layer=network');
  await page.getByRole('button', { name: 'Show YAML' }).click();
  const yaml = page.getByLabel('YAML of the rules');
  await expect(yaml).toContainText('apiVersion: 1');
  const { path } = await downloadBy(page, page.getByRole('button', { name: 'Download' }));
  expect((await readFile(path, 'utf8')).trim()).toBe((await yaml.textContent())?.trim());
});

test.describe('a viewer', () => {
  test.use({ role: 'viewer' });

  test('takes the file, and is told who changes thresholds', async ({ page }) => {
    await open(page, `alert-rules?signal=${signal}`);
    await expect(page.getByRole('button', { name: 'Download' })).toBeEnabled();
    const change = page.getByRole('button', { name: `Change ${rule}`, exact: true }).first();
    await expect(change).toBeDisabled();
    await change.hover();
    await expect(page.getByRole('tooltip')).toHaveText(/administrators/);
  });
});
