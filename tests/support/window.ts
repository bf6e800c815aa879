// The window that the tests of a worker share: a browser that has loaded Grafana once loads it again for less than half.
import { type Browser, type Page } from '@playwright/test';

const listened = ['request', 'requestfinished', 'requestfailed', 'response', 'console', 'pageerror', 'websocket', 'download'] as const;

/** The size of a window at the begin of each test; as in playwright.config.ts. */
export const size = { width: 1366, height: 850 };

export async function openWindow(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ viewport: size, baseURL });
  return context.newPage();
}

/** Leaves the window as a new one is: no listener, no answers put in between, nothing stored, nobody signed in, no app that runs. */
export async function tidy(page: Page, baseURL: string): Promise<void> {
  listened.forEach((event) => page.removeAllListeners(event));
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  // A form that was changed asks before it is left.
  page.on('dialog', (dialog) => void dialog.accept());
  // Of the same origin, so that what was stored can be cleared, and the browser keeps the process.
  await page.goto(`${baseURL}/api/health`);
  page.removeAllListeners('dialog');
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  await page.context().clearCookies();
  await page.setViewportSize(size);
}
