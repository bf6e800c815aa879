// Where the runbook link of an alert leads.
import { seriousFindings } from './support/axe';
import { api, expect, open, test } from './support/fixtures';

for (const theme of ['dark', 'light']) {
  test(`nothing serious for axe in ${theme}`, async ({ page }) => {
    await open(page, `runbooks/app-error-rate?theme=${theme}`);
    await expect(page.getByRole('heading', { name: 'Troubleshooting' })).toBeVisible();
    expect(await seriousFindings(page, { contrastOnly: theme === 'light' })).toEqual([]);
  });
}

test('it leads to the signals that it names and to other runbooks', async ({ page }) => {
  await open(page, 'runbooks/app-error-rate');
  await page.getByRole('link', { name: 'http-5xx-ratio' }).first().click();
  await expect(page.getByRole('button', { name: /^Server error ratio/, expanded: true })).toBeVisible({
    timeout: 30_000,
  });
  await page.goBack();
  await page.getByRole('link', { name: 'Roll back a release' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Roll back a release' })).toBeVisible();
});

test('one that does not exist says so', async ({ page, consoleErrors }) => {
  await open(page, 'runbooks/not-there');
  await expect(page.getByText('There is no runbook "not-there"')).toBeVisible();
  consoleErrors.length = 0; // the browser reports the answer 404
});

test('a text of its own is laid over a built-in one, compared, and gone back from', async ({ page, admin }) => {
  const address = `${api}/runbooks/app-frontend`;
  await open(page, 'runbooks/app-frontend/edit');
  const text = page.getByLabel('Text', { exact: false }).first();
  await text.fill((await text.inputValue()).replace('title: Slow or broken frontend', 'title: Our frontend'));
  await expect(page.getByRole('heading', { level: 2, name: 'Our frontend' })).toBeVisible();
  await page.getByLabel('What changed, and why').fill('a spec');
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Our frontend' })).toBeVisible();
  await open(page, 'runbooks/app-frontend/versions');
  await page.getByRole('button', { name: 'What changed' }).first().click();
  await expect(page.getByText('+ title: Our frontend')).toBeVisible();
  const builtIn = page.getByRole('listitem').filter({ hasText: 'Built in' });
  await builtIn.getByRole('button', { name: 'Go back to this' }).click();
  await expect(builtIn.getByText('In effect')).toBeVisible();
  const { summary } = (await (await admin.get(address)).json()) as { summary: { origin: string } };
  expect(summary.origin).toBe('builtin');
});
