// Opens one page in one browser context and measures until nothing is loaded any more, then scrolls to its end.
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Traffic } from './traffic.mjs';

const quietMs = 1_500;
const longestMs = 120_000;
const screenHeight = 850;
/** Panels nearer to the screen than this are asked for too, as in Grafana's dashboards. */
const nearPx = 100;

/** Runs in the page before anything else: long tasks, panels that came near the screen, and when the first one was drawn. */
function watch({ drawn, near }) {
  const seen = { longTasks: [], panels: new Set(), drawnAt: undefined };
  window.benchSeen = seen;
  new PerformanceObserver((list) => seen.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask', buffered: true });
  const observer = new IntersectionObserver(
    (entries) => entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => seen.panels.add(target.id)),
    { rootMargin: `${near}px` }
  );
  const watched = new WeakSet();
  new MutationObserver(() => {
    for (const panel of document.querySelectorAll('[id^="signal-"]')) {
      if (!watched.has(panel)) {
        watched.add(panel);
        observer.observe(panel);
      }
    }
    if (seen.drawnAt === undefined && document.querySelector(drawn)) {
      seen.drawnAt = performance.now();
    }
  }).observe(document, { childList: true, subtree: true });
}

function read() {
  const { longTasks, panels, drawnAt } = window.benchSeen;
  return { longTasks: longTasks.length, longTaskMs: longTasks.reduce((sum, one) => sum + one, 0), panels: panels.size, drawnAt };
}

async function untilQuiet(page, traffic) {
  const deadline = Date.now() + longestMs;
  while (!traffic.isQuiet(quietMs)) {
    if (Date.now() > deadline) {
      throw new Error(`${page.url()} still loads after ${longestMs / 1000} s`);
    }
    await sleep(100);
  }
}

async function scrollToEnd(page, traffic) {
  for (;;) {
    const atEnd = await page.evaluate(() => {
      window.scrollBy(0, window.innerHeight * 0.8);
      return window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 1;
    });
    await sleep(200);
    await untilQuiet(page, traffic);
    if (atEnd) {
      return;
    }
  }
}

/** What a server or a proxy that compresses would send for the scripts. */
async function gzipped({ request }, urls) {
  const bodies = await Promise.all([...urls].map(async (url) => (await request.get(url)).body()));
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
}

/**
 * Opens a page in a context, which may have its files in the cache already.
 * @param {{height?: number, scroll?: boolean}} how `height` of the window; a tall one asks for everything at once
 * @returns figures on open and, with `scroll`, as `end` those after scrolling to the end, and the page's height in pixels
 */
export async function openPage(context, url, { drawn }, { height = screenHeight, scroll = false } = {}) {
  const page = await context.newPage();
  try {
    await page.setViewportSize({ width: 1366, height });
    await page.addInitScript(watch, { drawn, near: nearPx });
    const traffic = await Traffic.of(await context.newCDPSession(page));
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForSelector(drawn, { timeout: longestMs, state: 'attached' });
    await untilQuiet(page, traffic);
    const opened = { ...traffic.now, ...(await page.evaluate(read)), gzip: await gzipped(context, traffic.scripts) };
    const pageHeight = await page.evaluate(() => document.documentElement.scrollHeight);
    if (scroll) {
      await scrollToEnd(page, traffic);
    }
    return { ...opened, pageHeight, end: { ...traffic.now, panels: (await page.evaluate(read)).panels } };
  } finally {
    await page.close();
  }
}
