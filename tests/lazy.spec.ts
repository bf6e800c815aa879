// A page with many panels asks for those that are in view, and each of them once.
import { type Page } from '@playwright/test';

import { expect, open, test } from './support/fixtures';
import { patiently } from './support/panels';
import { sessionOf } from './support/people';
import { settled } from './support/quiet';
import { addSignals, panelQueries, removeSignals, seenPanels, watchPanels } from './support/signals';

const count = 45;
const prefix = 'spec-lazy-';
/** The number in the query tells which panel asked. */
const signals = Array.from({ length: count }, (_, index) => ({
  id: `${prefix}${index}`,
  title: `Lazy panel ${index}`,
  expr: `sum by (job) (up) * 0 + ${1000 + index}`,
}));

/** The panels that asked, in order; one that asked twice is there twice. */
function watchAsked(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    for (const { expr = '' } of panelQueries(request)) {
      const index = Number(/\* 0 \+ 1(\d{3})\b/.exec(expr)?.[1] ?? NaN);
      if (!Number.isNaN(index)) {
        asked.push(`${prefix}${index}`);
      }
    }
  });
  return asked;
}

/** The longest time until a refresh, which would ask again. */
const path = 'application?tab=requests&refresh=5m&from=now-1h&to=now';
const own = (ids: string[]) => ids.filter((id) => id.startsWith(prefix));

// The scripts that watch panels stay in a window.
test.use({ ownWindow: true });

test.beforeAll(async ({ playwright }) => {
  const admin = await sessionOf(playwright, 'admin');
  await removeSignals(admin, prefix);
  await addSignals(admin, signals);
  await admin.dispose();
});

test.afterAll(async ({ playwright }) => {
  const admin = await sessionOf(playwright, 'admin');
  await removeSignals(admin, prefix);
  await admin.dispose();
});

test(`a page with more than ${count} panels asks for those in view, and for no other`, async ({ page }) => {
  // The built-in signals of the group come first: the window is tall enough to show some of both.
  await page.setViewportSize({ width: 1366, height: 3600 });
  await watchPanels(page);
  const asked = watchAsked(page);
  await open(page, path);

  await expect.poll(async () => own(await seenPanels(page)).length, patiently).toBeGreaterThan(2);
  await settled(page);
  const seen = own(await seenPanels(page));
  expect(seen.length).toBeLessThan(count / 2);
  expect([...asked].sort()).toEqual(seen);
});

const step = 700;

test('every further panel asks once when it comes into view, and not again on the way back', async ({ page }) => {
  test.setTimeout(180_000);
  await watchPanels(page);
  const asked = watchAsked(page);
  await open(page, path);
  await expect(page.locator(`#signal-${prefix}${count - 1}`)).toBeAttached();
  expect(own(await seenPanels(page))).toEqual([]);
  expect(asked).toEqual([]);

  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let top = 0; top <= height; top += step) {
    await page.evaluate((to) => window.scrollTo(0, to), top);
    await settled(page);
  }
  await settled(page);
  expect([...asked].sort()).toEqual(signals.map(({ id }) => id).sort());

  await page.evaluate(() => window.scrollTo(0, 0));
  await settled(page);
  expect(asked).toHaveLength(count);
});
