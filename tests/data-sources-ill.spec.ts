// Data sources that answer badly, by answers put in between: the page stays usable, and the panels say what happened.
import { type Page, type Route } from '@playwright/test';

import { expect, open, test } from './support/fixtures';
import { panelQueries } from './support/signals';

interface Query {
  refId: string;
  expr?: string;
}

const path = 'application?tab=requests&refresh=5m&from=now-1h&to=now';
const panels = (page: Page) => page.locator('[id^="signal-"]');

/** Answers the requests of panels with this; everything else goes to the real data source. */
async function answerPanels(page: Page, answer: (route: Route, queries: Query[]) => Promise<void>): Promise<void> {
  await page.route('**/api/ds/query**', async (route) => {
    const queries = panelQueries(route.request()) as Query[];
    await (queries.length > 0 ? answer(route, queries) : route.continue());
  });
}

const results = (route: Route, queries: Query[], result: (query: Query) => object) =>
  route.fulfill({ json: { results: Object.fromEntries(queries.map((query) => [query.refId, result(query)])) } });

function frame(refId: string, name: string, values: Array<number | null>, entities: object = {}): object {
  const times = values.map((_, index) => Date.now() - (values.length - index) * 15_000);
  const fields = [
    { name: 'Time', type: 'time', typeInfo: { frame: 'time.Time' } },
    { name: 'Value', type: 'number', typeInfo: { frame: 'float64' }, labels: { name }, config: { displayNameFromDS: name } },
  ];
  return { schema: { refId, meta: { type: 'timeseries-multi' }, fields }, data: { values: [times, values], entities: [null, entities] } };
}

/** Another tab opens, so the page is not stuck. */
async function isUsable(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /^Business/ }).click();
  await expect(page.getByRole('tab', { name: /^Business/ })).toHaveAttribute('aria-selected', 'true');
  await expect(panels(page).first()).toBeVisible();
}

test('one that does not answer: the panels say that they wait, and for how long', async ({ page }) => {
  await answerPanels(page, () => new Promise(() => undefined));
  await page.goto(`/a/strata-sre-app/${path}`);
  // Before panels ask, the page asks the data sources what they have.
  await expect(page.getByText(/^Still waiting for .*; it stops after 60 s$/).first()).toBeVisible({ timeout: 60_000 });
  await isUsable(page);
});

test('one that fails: every panel says what it said, and asks again', async ({ page }) => {
  let asked = 0;
  await answerPanels(page, (route, queries) => {
    asked++;
    return results(route, queries, () => ({ error: 'the spec says no', status: 500 }));
  });
  await open(page, path);
  await expect(panels(page).first().getByText('the spec says no')).toBeVisible();
  const before = asked;
  await panels(page).first().getByRole('button', { name: 'Retry' }).click();
  await expect.poll(() => asked).toBeGreaterThan(before);
  await isUsable(page);
});

test('one that answers with 10,000 series: the first ones are drawn, and the panel says how many there are', async ({ page }) => {
  test.setTimeout(120_000);
  await answerPanels(page, (route, queries) =>
    results(route, queries, ({ refId }) => ({
      status: 200,
      frames: Array.from({ length: 10_000 }, (_, index) => frame(refId, `series ${index}`, [1, 2])),
    }))
  );
  await page.goto(`/a/strata-sre-app/${path}`);
  await expect(page.getByText(/^Showing the first 50 of at least \d+\s000 series/).first()).toBeVisible({ timeout: 60_000 });
  await isUsable(page);
});

test('one that answers with no number at all: the panels say so', async ({ page }) => {
  await answerPanels(page, (route, queries) =>
    results(route, queries, ({ refId }) => ({ status: 200, frames: [frame(refId, 'a', [null, null, null], { NaN: [0], Inf: [1] })] }))
  );
  await open(page, path);
  await expect(page.getByText(/only 0\/0, or infinite\) that are left out: \d/).first()).toBeVisible();
  await isUsable(page);
});

for (const value of ['a"b', "o'neil", '(x', 'a|b\\', '.+']) {
  test(`a picked value like ${value} is one value, and no error`, async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(...panelQueries(request).map(({ expr = '' }) => expr)));
    await open(page, `${path}&var-service=${encodeURIComponent(value)}`);
    await expect(page.getByText('Nothing matches these filters in this time range').first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/did not answer|parse error|Incomplete/)).toHaveCount(0);
    expect(asked.filter((expr) => expr.startsWith('topk(')).length).toBeGreaterThan(0);
  });
}
