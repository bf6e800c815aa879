// What every spec uses instead of @playwright/test: a signed-in page whose console must stay free of errors.
import { type APIRequestContext, expect, type Page, test as base } from '@playwright/test';

import { type Role, sessionOf, signIn } from './people';
import { settled, watchTraffic } from './quiet';
import { readStack } from './stack';
import { openWindow, tidy } from './window';

/**
 * Errors that Grafana makes by itself: the icon that the browser asks for beside an answer that is no page, such as the one a window is
 * tidied at; a library that tells its maker of itself on some loads; its catalog of plugins, which a Grafana without the internet cannot reach.
 */
function isOfGrafana(text: string, url: string): boolean {
  const { grafana } = readStack().urls;
  const asked = [`${grafana}/favicon.ico`, `${grafana}/api/gnet/`, 'https://m1.openfpcdn.io/'];
  return asked.some((begin) => url.startsWith(begin)) || text.startsWith('Failed to fetch plugins from catalog');
}

interface WorkerFixtures {
  sharedWindow: Page;
}

interface Fixtures {
  /** Whether the page is in a window of its own: for tests that leave in a window what cannot be taken back, such as another clock. */
  ownWindow: boolean;
  /** Role of the page's session. */
  role: Role;
  /** Errors that the page's console showed so far; a test may empty the list after an error it provoked. */
  consoleErrors: string[];
  /** Strata's resource API with an administrator's session. */
  admin: APIRequestContext;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  sharedWindow: [
    async ({ browser }, use) => {
      const page = await openWindow(browser, readStack().urls.grafana);
      await use(page);
      await page.context().close();
    },
    { scope: 'worker' },
  ],
  ownWindow: [false, { option: true }],
  baseURL: async ({}, use) => {
    await use(readStack().urls.grafana);
  },
  role: ['admin', { option: true }],
  consoleErrors: async ({}, use) => {
    const errors: string[] = [];
    await use(errors);
    expect(errors, 'errors in the browser console').toEqual([]);
  },
  page: async ({ browser, sharedWindow, ownWindow, role, consoleErrors }, use) => {
    const { urls } = readStack();
    const page = ownWindow ? await openWindow(browser, urls.grafana) : sharedWindow;
    page.on('pageerror', (error) => consoleErrors.push(error.message));
    page.on('console', (message) => {
      const { url } = message.location();
      if (message.type() === 'error' && !isOfGrafana(message.text(), url)) {
        consoleErrors.push(`${message.text()} (${url})`);
      }
    });
    watchTraffic(page);
    await signIn(page.request, role);
    await use(page);
    await (ownWindow ? page.context().close() : tidy(page, urls.grafana));
  },
  admin: async ({ playwright }, use) => {
    const context = await sessionOf(playwright, 'admin');
    await use(context);
    await context.dispose();
  },
});

export { expect };

const app = '/a/strata-sre-app';
export const api = '/api/plugins/strata-sre-app/resources';

/** Opens a page of the app and waits until its data is there. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${app}/${path}`);
  await settled(page);
}
