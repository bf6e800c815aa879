// Knows when a page has stopped loading, also long after its first load.
import { expect, type Page, type Request } from '@playwright/test';

interface Traffic {
  open: number;
  lastChange: number;
}

const quietMs = 500;
/** A machine that builds and tests at the same time is slow. */
const patienceMs = 120_000;
const traffic = new WeakMap<Page, Traffic>();

/** Starts to count a page's requests; to be called before its first navigation. */
export function watchTraffic(page: Page): void {
  const state: Traffic = { open: 0, lastChange: Date.now() };
  traffic.set(page, state);
  // What a page holds itself, such as the script of a worker, is no traffic, and its end is not always told.
  const change = (by: number) => (request: Request) => {
    if (!request.url().startsWith('blob:')) {
      state.open += by;
      state.lastChange = Date.now();
    }
  };
  page.on('request', change(1));
  page.on('requestfinished', change(-1));
  page.on('requestfailed', change(-1));
}

function isQuiet(page: Page): boolean {
  const state = traffic.get(page);
  return state !== undefined && state.open <= 0 && Date.now() - state.lastChange > quietMs;
}

/** Quiet also after the page has had time to run: one whose scripts wait for the processor asks for nothing either. */
async function staysQuiet(page: Page): Promise<boolean> {
  if (!isQuiet(page)) {
    return false;
  }
  const answered = await page.evaluate(() => true).catch(() => false); // false: it is on its way to another page
  return answered && isQuiet(page);
}

/** Panels below the screen are loaded only when somebody scrolls to them. Runs in the page. */
function loadingOnScreen(): number {
  const bars = [...document.querySelectorAll('[aria-label="Panel loading bar"]')];
  return bars.filter((bar) => bar.getBoundingClientRect().top < window.innerHeight).length;
}

/** Waits until nothing is being loaded: no request for half a second, no placeholder, no loading bar of a panel. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await expect.poll(() => staysQuiet(page), { intervals: [100], timeout: patienceMs }).toBe(true);
  await expect(page.getByText(/^Loading/)).toHaveCount(0, { timeout: patienceMs });
  await expect.poll(() => page.evaluate(loadingOnScreen), { timeout: patienceMs }).toBe(0);
}
