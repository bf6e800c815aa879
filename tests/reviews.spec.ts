// What is learned: a resolved incident, its review with timeline and times, completed, approved, published, exported.
import { readFileSync } from 'node:fs';

import { expect, open, test } from './support/fixtures';
import { delivery, send } from './support/deliveries';
import { settled } from './support/quiet';

test('a resolved incident leads to a review, which is completed, approved, published and exported', async ({ page, request }) => {
  test.setTimeout(180_000);
  const startsAt = new Date(Date.now() - 10 * 60_000).toISOString();
  const labels = { alertname: 'ReviewStory', severity: 'P2', layer: 'application', service: 'checkout', cluster: `review-${Date.now()}` };
  const alert = { labels, annotations: { summary: 'For the review' }, startsAt };
  const answer = await send(request, delivery([alert]));
  const [number = 0] = ((await answer.json()) as { incidents: number[] }).incidents;
  await send(request, delivery([{ ...alert, resolvedAt: new Date().toISOString() }]));

  await test.step('the incident leads to its review', async () => {
    await open(page, `incidents/${number}`);
    await page.getByRole('button', { name: 'Begin a review' }).click({ timeout: 60_000 });
    await expect(page).toHaveURL(new RegExp(`/reviews/${number}$`));
    await settled(page);
  });

  await test.step('times and timeline are there', async () => {
    await expect(page.getByRole('region', { name: 'Times' }).getByText('Detected', { exact: true })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Timeline' }).getByText('Alert fired').first()).toBeVisible();
  });

  await test.step('it is completed', async () => {
    await page.getByRole('button', { name: 'Edit “Summary”' }).click();
    await page.getByRole('textbox', { name: /^Summary/ }).fill('Checkout failed for ten minutes.');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Add action' }).click();
    await page.getByLabel('What changes in the system').fill('Limit the retries of checkout');
    await page.getByRole('button', { name: 'Add action' }).click();
    await expect(page.getByRole('button', { name: /^Edit action/ })).toBeVisible();
  });

  await test.step('it is approved and published', async () => {
    await page.getByRole('button', { name: 'Ask for review' }).click();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve it' }).click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await expect(page.getByText(/^published /)).toBeVisible();
  });

  await test.step('the exported page has it all', async () => {
    await page.getByRole('button', { name: 'Export' }).click();
    const waiting = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'HTML, one file' }).click();
    const html = readFileSync(await (await waiting).path(), 'utf8');
    expect(html).toContain('Checkout failed for ten minutes.');
    expect(html).toContain('<svg');
  });
});
