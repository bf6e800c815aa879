// The panels of signals: where they are, what they ask, and what they show.
import { type Locator, type Page } from '@playwright/test';

/** Whatever a drawn panel consists of: lines, rows of a table or of a log, figures. */
const drawn = 'canvas, table, [role="table"], [role="grid"], [role="row"], svg circle';

/** A page with thirty queries takes its time where Prometheus shares the processors with a browser. */
export const patiently = { timeout: 30_000 };

export function panelOf(page: Page, signal: string): Locator {
  return page.locator(`#signal-${signal}`);
}

/** Panels, in whatever part of the page, that show data. */
export function panelsWithData(within: Page | Locator): Locator {
  return within.locator(`[id^="signal-"]:has(${drawn})`);
}

/** Panels whose data source said that something is wrong. */
export function failedPanels(within: Page | Locator): Locator {
  return within.locator('[id^="signal-"] [role="alert"]');
}

/** Opens the menu of a panel, which is there while the pointer is over the panel. */
export async function openMenu(page: Page, signal: string): Promise<void> {
  const panel = panelOf(page, signal);
  await panel.scrollIntoViewIfNeeded();
  await panel.hover();
  await panel.getByRole('button', { name: /^Menu for panel/ }).click();
}

/** Bodies of the requests for data since this was called. */
export function watchQueries(page: Page): string[] {
  const bodies: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname.endsWith('/api/ds/query')) {
      bodies.push(request.postData() ?? '');
    }
  });
  return bodies;
}
