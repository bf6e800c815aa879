// A dashboard that uses Strata: the triage panel, the data source and its annotations show one incident; somebody takes it on the panel.
import { seriousFindings } from './support/axe';
import { delivery, send } from './support/deliveries';
import { expect, test } from './support/fixtures';
import { listIncidents } from './support/incidents';
import { patiently } from './support/panels';

const service = `dash-${process.pid}`;
const cluster = `dashboard-${process.pid}`;
const title = `Dashboard sample ${cluster}`;

test('a dashboard shows an incident on the panel, from the data source and as annotation', async ({
  page,
  admin,
  request,
}) => {
  const alert = {
    labels: { alertname: 'DashboardSample', severity: 'P0', layer: 'application', service, namespace: 'shop', cluster },
    annotations: { summary: title },
    startsAt: new Date(Date.now() - 60_000).toISOString(),
  };
  expect((await send(request, delivery([alert]))).ok()).toBe(true);
  await page.goto(`/d/strata-triage?var-service=${service}`);

  const board = page.getByRole('list', { name: /^P0/ });
  await expect(board.getByRole('link', { name: new RegExp(title) })).toBeVisible(patiently);
  // The list "Nobody took yet" and the table of the data source have it, too.
  const untaken = page
    .getByRole('list', { name: /^All incidents/ })
    .last()
    .getByRole('link', { name: new RegExp(title) });
  await expect(untaken).toBeVisible(patiently);
  await expect(page.getByTestId('data-testid annotation-marker').first()).toBeAttached(patiently);
  await page.getByText('Incidents of the range').scrollIntoViewIfNeeded();
  await expect(page.getByRole('gridcell', { name: title }).first()).toBeVisible(patiently);
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByText('Open incidents', { exact: true }).first().scrollIntoViewIfNeeded();
  await page
    .getByRole('group', { name: /^Board/ })
    .first()
    .focus();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await expect(
    page.getByText('1 incident acknowledged.').or(page.getByText('1 incidents acknowledged.'))
  ).toBeVisible();
  // What one panel does, the other sees without a reload.
  await expect(untaken).toHaveCount(0, patiently);
  const [incident] = await listIncidents(admin, `state=open&q=${cluster}`);
  expect(incident).toMatchObject({ acknowledged: true });

  await board.getByRole('link', { name: new RegExp(title) }).click();
  await expect(page).toHaveURL(new RegExp(`/a/strata-sre-app/incidents/${incident?.number}`));
});

test.describe('a viewer', () => {
  test.use({ role: 'viewer' });

  test('sees the board and why the buttons are off', async ({ page }) => {
    await page.goto(`/d/strata-triage?var-service=${service}`);
    const acknowledge = page.getByRole('button', { name: 'Acknowledge' }).first();
    await expect(acknowledge).toBeDisabled(patiently);
    await acknowledge.hover();
    await expect(page.getByText('This needs the role Editor')).toBeVisible();
  });
});
