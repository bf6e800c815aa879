// A signal of one's own: written in the settings, it is on its layer page, in the coverage and in the alert pack.
import { type APIRequestContext, type Page } from '@playwright/test';

import { seriousFindings } from './support/axe';
import { api, expect, open, test } from './support/fixtures';
import { sessionOf } from './support/people';
import { addSignals, removeSignals } from './support/signals';

const prefix = 'spec-own-';
const id = `${prefix}targets`;
const title = 'Targets that answer';

// The catalog is made anew for each change, and four pages look at it.
test.setTimeout(120_000);

async function clean(playwright: Parameters<typeof sessionOf>[0]) {
  const admin = await sessionOf(playwright, 'admin');
  await removeSignals(admin, prefix);
  await admin.dispose();
}

test.beforeEach(({ playwright }) => clean(playwright));
test.afterEach(({ playwright }) => clean(playwright));

async function ownIds(admin: APIRequestContext): Promise<string[]> {
  const answer = (await (await admin.get(`${api}/catalog/own`)).json()) as { signals: Array<{ signal: { id: string } }> };
  return answer.signals.map(({ signal }) => signal.id);
}

/** The control of a field of the form. */
function field(page: Page, name: string) {
  return page.locator(`[id="signal-${name}"]`);
}

/** Writes a signal with one query and an alert into the form, and does not save it. */
async function fillForm(page: Page, expr: string): Promise<void> {
  await open(page, 'settings/signal');
  await field(page, 'id').fill(id);
  await field(page, 'title').fill(title);
  await page.getByRole('combobox', { name: 'Group' }).click();
  await page.getByRole('option', { name: 'Requests' }).click();
  await field(page, 'why').fill('A target that does not answer is not watched.');
  await page.getByRole('button', { name: 'Add a query' }).click();
  await field(page, 'prometheus.0.expr').fill(expr);
  await field(page, 'prometheus.0.source').fill('spec');
  await field(page, 'prometheus.0.legend').fill('{{job}}');
  await field(page, 'prometheus.0.needs').fill('up');
}

async function fillAlert(page: Page): Promise<void> {
  // By key: leaving the field before may take its hint away, and so move what the pointer is on.
  await page.getByRole('switch', { name: 'It has an alert' }).press('Space');
  await field(page, 'alert.query').fill('sum by (job) (up)');
  await page.getByRole('radio', { name: '<', exact: true }).check();
  await field(page, 'alert.value').fill('1');
  await field(page, 'alert.for').fill('7m');
  await field(page, 'alert.source').fill('spec');
  await field(page, 'alert.name').fill('SpecTargetsDown');
  await field(page, 'alert.runbook').fill('app-down');
  await field(page, 'alert.service').fill('job');
  await field(page, 'alert.summary').fill('{{ $labels.job }} does not answer');
}

test('it appears on its layer page with data, in the coverage and in the alert pack', async ({ page }) => {
  await fillForm(page, 'sum by (job) (up)');
  await fillAlert(page);
  await expect(page.getByRole('region', { name: 'Preview' }).locator('canvas').first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();

  await open(page, 'application?tab=requests');
  const panel = page.locator(`#signal-${id}`);
  await panel.scrollIntoViewIfNeeded();
  await expect(panel.locator('canvas').first()).toBeVisible({ timeout: 30_000 });

  await open(page, `coverage?signal=${id}`);
  await expect(page.locator(`[data-signal="${id}"]`)).toHaveAttribute('data-state', 'answers');

  await open(page, `alert-rules?format=prometheus&signal=${id}`);
  await expect(page.locator('[data-rule="SpecTargetsDown"]')).toContainText('< 1 for 7m');
});

test('a bad expression is explained at its field, and nothing is saved', async ({ page, admin, consoleErrors }) => {
  await fillForm(page, 'sum by (job (up)');
  const expr = field(page, 'prometheus.0.expr');
  await expect(page.getByRole('alert').filter({ hasText: /parse error|unexpected/ }).first()).toBeVisible();
  await expect(expr).toHaveAttribute('aria-invalid', 'true');

  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The signal was not saved')).toBeVisible();
  expect(await ownIds(admin)).not.toContain(id);
  consoleErrors.length = 0; // the browser reports the refusal
});

test('it is switched off and on, and deleted', async ({ page, admin }) => {
  await addSignals(admin, [{ id, title, expr: 'sum by (job) (up)' }]);
  await open(page, 'settings/signals');
  const card = page.locator(`[data-own-signal="${id}"]`);
  await card.getByRole('button', { name: 'Switch off' }).click();
  await expect(card.getByText('Switched off')).toBeVisible();
  await card.getByRole('button', { name: 'Switch on' }).click();
  await expect(card.getByText('Switched off')).toHaveCount(0);
  await card.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(card).toHaveCount(0);
  expect(await ownIds(admin)).not.toContain(id);
});

for (const theme of ['dark', 'light']) {
  test(`the form of a built-in signal: nothing serious for axe in ${theme}`, async ({ page }) => {
    await open(page, `settings/signal?id=http-5xx-ratio&theme=${theme}`);
    await expect(field(page, 'title')).toHaveValue(/Server error ratio/);
    expect(await seriousFindings(page, { contrastOnly: theme === 'light' })).toEqual([]);
  });
}

test.describe('a viewer', () => {
  test.use({ role: 'viewer' });

  test('sees own signals and cannot change them', async ({ page, admin }) => {
    await addSignals(admin, [{ id, title, expr: 'up' }]);
    await open(page, 'settings/signals');
    const card = page.locator(`[data-own-signal="${id}"]`);
    await expect(card.getByRole('button', { name: 'Delete' })).toBeDisabled();
    await expect(page.getByRole('link', { name: 'Add a signal' })).toHaveCount(0);
    await open(page, 'settings/signal');
    await expect(page.getByText('Signals are changed by administrators')).toBeVisible();
  });
});
