// The board in a headless Chromium, measured from inside.
import { setTimeout as sleep } from 'node:timers/promises';
import { BoardStandIn } from './standin.mjs';

const viewport = { width: 1366, height: 768 };
const longestMs = 120_000;
const scrollMs = 4_000;
const updateMs = 10_000;
/** A frame at 60 Hz takes 16.7 ms; what is longer missed one. */
const frameMs = 18;

/** Notes when the first incident was drawn, in milliseconds since the navigation began. */
function watchFirstCard() {
  const seen = new MutationObserver(() => {
    if (document.querySelector('article[data-item-id]')) {
      seen.disconnect();
      requestAnimationFrame(() => Object.assign(window, { firstCard: performance.now() }));
    }
  });
  seen.observe(document, { childList: true, subtree: true });
}

/** Scrolls the longest list up and down, a card each frame, and gives the lengths of the frames in milliseconds. */
function scrollThrough(ms) {
  const lists = [...document.querySelectorAll('ul')].filter((list) => list.querySelector('article[data-item-id]'));
  const scroller = lists.sort((a, b) => b.offsetHeight - a.offsetHeight)[0].parentElement;
  return new Promise((resolve) => {
    const frames = [];
    const begun = performance.now();
    let last = begun;
    let step = 120;
    const draw = (now) => {
      frames.push(now - last);
      last = now;
      const top = scroller.scrollTop;
      scroller.scrollTop = top + step;
      step = scroller.scrollTop === top ? -step : step;
      if (now - begun < ms) {
        requestAnimationFrame(draw);
      } else {
        resolve(frames.slice(1));
      }
    };
    requestAnimationFrame(draw);
  });
}

async function busySeconds(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value;
}

/** Milliseconds of the page's main thread in a second. */
async function busy(cdp, ms) {
  const [before, begun] = [await busySeconds(cdp), Date.now()];
  await sleep(ms);
  return ((await busySeconds(cdp)) - before) * 1_000 / ((Date.now() - begun) / 1_000);
}

/**
 * Opens a board with so many incidents and gives { paint } in ms, { late } as share of frames, { frames }, { idle, busy } in ms of the main
 * thread per second, { perChange } in ms.
 */
export async function measureBoard(browser, url, { count, view, perSecond }) {
  const context = await browser.newContext({ viewport, ignoreHTTPSErrors: true });
  try {
    const signedIn = await context.request.post(`${url}/login`, { data: { user: 'viewer', password: 'viewer' } });
    if (!signedIn.ok()) {
      throw new Error(`signing in at ${url}: ${signedIn.status()}`);
    }
    const page = await context.newPage();
    const standIn = new BoardStandIn(count);
    await standIn.serve(page);
    await page.addInitScript(watchFirstCard);
    await page.goto(`${url}/a/strata-sre-app/triage?kiosk=1&view=${view}`);
    await page.waitForFunction(() => 'firstCard' in window, undefined, { timeout: longestMs });
    const paint = await page.evaluate(() => window.firstCard);
    await sleep(2_000);
    const frames = await page.evaluate(scrollThrough, scrollMs);
    const late = frames.filter((ms) => ms > frameMs).length;
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable');
    const idle = await busy(cdp, updateMs);
    standIn.perSecond = perSecond;
    await sleep(2_000);
    const before = standIn.changes;
    const loaded = await busy(cdp, updateMs);
    const rate = (standIn.changes - before) / (updateMs / 1_000);
    if (rate < perSecond * 0.7) {
      throw new Error(`the page asked for ${rate.toFixed(0)} changes a second instead of ${perSecond}: Live does not work`);
    }
    return { paint, frames: frames.length, late: late / frames.length, idle, busy: loaded, perChange: Math.max(0, loaded - idle) / rate };
  } finally {
    await context.close();
  }
}
