// The triage panel on a dashboard, filtered by a variable of the data source: somebody takes an incident, another panel sees it at once. The
// incident lies on the dashboard's graph as an annotation, too.
import { delivery, send } from './support/deliveries';
import { expect, test } from './support/fixtures';
import { listIncidents } from './support/incidents';
import { patiently } from './support/panels';

const service = `dash-${process.pid}`;
const cluster = `dashboard-${process.pid}`;
const title = `Dashboard sample ${cluster}`;

test('an incident is taken on a panel of a dashboard, and another panel sees it', async ({ page, admin, request }) => {
  test.setTimeout(120_000);
  const alert = {
    labels: { alertname: 'DashboardSample', severity: 'P0', layer: 'application', service, namespace: 'shop', cluster },
    annotations: { summary: title },
    startsAt: new Date(Date.now() - 60_000).toISOString(),
  };
  expect((await send(request, delivery([alert]))).ok()).toBe(true);
  // Short and often, so that the annotation is soon wide enough to be pointed at.
  await page.goto(`/d/strata-triage?var-service=${service}&from=now-5m&to=now&refresh=10s`);

  const board = page.getByRole('list', { name: /^P0/ });
  await expect(board.getByRole('link', { name: new RegExp(title) })).toBeVisible(patiently);
  // The list "Nobody took yet" has it, too.
  const untaken = page
    .getByRole('list', { name: /^All incidents/ })
    .last()
    .getByRole('link', { name: new RegExp(title) });
  await expect(untaken).toBeVisible(patiently);
  await page.getByText('Open incidents', { exact: true }).first().scrollIntoViewIfNeeded();
  await page
    .getByRole('group', { name: /^Board/ })
    .first()
    .focus();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await expect(page.getByText('1 incident acknowledged.')).toBeVisible();
  // What one panel does, the other sees without a reload.
  await expect(page.getByText('Everything is acknowledged')).toBeVisible(patiently);
  const [incident] = await listIncidents(admin, `state=open&q=${cluster}`);
  expect(incident).toMatchObject({ acknowledged: true });

  const marker = page.getByTestId('data-testid annotation-marker').first();
  await marker.hover(patiently);
  await expect(page.getByText(`P0 · #${incident?.number} ${title}`)).toBeVisible();

  await board.getByRole('link', { name: new RegExp(title) }).click();
  await expect(page).toHaveURL(new RegExp(`/a/strata-sre-app/incidents/${incident?.number}`));
});
