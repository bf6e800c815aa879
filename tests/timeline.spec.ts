// The timeline of an incident on the dashboard that comes with the app, over series of Prometheus and Elasticsearch.
import { api, expect, test } from './support/fixtures';
import { patiently } from './support/panels';

test('the dashboard shows an incident over metrics and logs; zoom, details, correction and table work', async ({
  page,
  admin,
}) => {
  test.setTimeout(120_000);
  const declared = await admin.post(`${api}/incidents`, {
    data: { key: crypto.randomUUID(), title: 'Timeline story', severity: 'P3', services: ['checkout'] },
  });
  expect(declared.ok(), await declared.text()).toBe(true);
  const { incident } = await declared.json();

  const address = `/d/strata-timeline?from=now-5m&to=now&var-incident=${incident.number}&var-service=checkout`;
  await page.goto(address);
  const timeline = page.getByTestId('pir timeline');
  await expect(timeline).toBeVisible(patiently);
  await expect(timeline.getByRole('listitem', { name: /^Triage/ })).toBeVisible();
  await expect(timeline.getByRole('listitem', { name: /^P3/ })).toBeVisible();
  // Errors and latency of Prometheus, lines of logs of Elasticsearch where that data source is there: a Grafana may lack its plugin.
  const logs = await admin.get('/api/datasources/uid/strata-elasticsearch');
  await expect(timeline.getByTestId('timeline strip')).toHaveCount(logs.ok() ? 3 : 2, patiently);

  await timeline.getByRole('button', { name: /Incident opened/ }).click();
  const details = page.getByTestId('timeline details');
  await details.getByRole('button', { name: 'Correct time' }).click();
  const time = details.getByRole('textbox', { name: /Happened at/ });
  const before = await time.inputValue();
  await time.fill(
    before.replace(/:\d\d$/, ':00') === before ? before.replace(/:\d\d$/, ':01') : before.replace(/:\d\d$/, ':00')
  );
  await details.getByRole('button', { name: 'Correct time' }).click();
  await expect(details.getByText('corrected', { exact: true })).toBeVisible();
  await details.getByRole('button', { name: 'Close' }).click();

  await timeline.getByRole('radio', { name: 'Table' }).click();
  await timeline.getByRole('table').getByRole('button').first().click();
  await expect(details).toBeVisible();
  await timeline.getByRole('radio', { name: 'Timeline' }).click();
  await details.getByRole('button', { name: 'Close' }).click();

  // What was clicked before has scrolled the page.
  await timeline.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  const box = await timeline.boundingBox();
  expect(box).not.toBeNull();
  const { x, y, width } = box ?? { x: 0, y: 0, width: 0 };
  await page.mouse.move(x + width * 0.4, y + 140);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.7, y + 145, { steps: 5 });
  await page.mouse.up();
  await expect(page).not.toHaveURL(/from=now-5m/);
});
