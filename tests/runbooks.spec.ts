// Where the runbook link of an alert leads.
import { seriousFindings } from './support/axe';
import { expect, open, test } from './support/fixtures';

for (const theme of ['dark', 'light']) {
  test(`nothing serious for axe in ${theme}`, async ({ page }) => {
    await open(page, `runbooks/app-error-rate?theme=${theme}`);
    await expect(page.getByRole('heading', { name: 'Troubleshooting' })).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });
}

test('it leads to the signals that it names and to other runbooks', async ({ page }) => {
  await open(page, 'runbooks/app-error-rate');
  await page.getByRole('link', { name: 'http-5xx-ratio' }).click();
  await expect(page.getByRole('button', { name: /^Server error ratio/, expanded: true })).toBeVisible({ timeout: 30_000 });
  await page.goBack();
  await page.getByRole('link', { name: 'Roll back a release' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Roll back a release' })).toBeVisible();
});

test('one that does not exist says so', async ({ page, consoleErrors }) => {
  await open(page, 'runbooks/not-there');
  await expect(page.getByRole('alert')).toContainText('The runbook could not be loaded');
  consoleErrors.length = 0; // the browser reports the answer 404
});
