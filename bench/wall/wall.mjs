// A wall in a headless Chromium whose time is ours: hours pass as fast as the page can work them off.
import { setTimeout as sleep } from 'node:timers/promises';
import { StandIn } from './standin.mjs';

const stepMs = 15_000;
const quietMs = 25;
const longestMs = 60_000;
/** A small screen is drawn faster, and the wall has the same rows on it. */
const viewport = { width: 960, height: 540 };
/** When the wall is switched on; any time does. */
const start = Date.parse('2026-03-02T08:00:00Z');

export class FastWall {
  #time = start;
  #open = 0;
  #changed = 0;

  static async start(browser, url, size) {
    const wall = new FastWall();
    wall.context = await browser.newContext({ viewport, ignoreHTTPSErrors: true });
    const signedIn = await wall.context.request.post(`${url}/login`, { data: { user: 'viewer', password: 'viewer' } });
    if (!signedIn.ok()) {
      throw new Error(`signing in at ${url}: ${signedIn.status()}`);
    }
    wall.page = await wall.context.newPage();
    wall.standIn = new StandIn(size, () => wall.#time);
    wall.errors = [];
    wall.page.on('pageerror', (error) => wall.errors.push(error.message));
    wall.#countRequests();
    await wall.standIn.serve(wall.page);
    await wall.page.clock.install({ time: start });
    await wall.page.goto(`${url}/a/strata-sre-app/wall?kiosk=1`);
    await wall.page.waitForSelector('[data-wall] li', { timeout: longestMs });
    await wall.#settle();
    wall.cdp = await wall.context.newCDPSession(wall.page);
    return wall;
  }

  #countRequests() {
    const change = (by) => () => {
      this.#open += by;
      this.#changed = Date.now();
    };
    this.page.on('request', change(1));
    this.page.on('requestfinished', change(-1));
    this.page.on('requestfailed', change(-1));
  }

  /** Until no answer is awaited: what the page does then is drawing. */
  async #settle() {
    const deadline = Date.now() + longestMs;
    while (this.#open > 0 || Date.now() - this.#changed < quietMs) {
      if (Date.now() > deadline) {
        throw new Error(`the wall still waits for ${this.#open} answers after ${longestMs / 1_000} s`);
      }
      await sleep(5);
    }
  }

  /** Lets so much time pass, in milliseconds, in steps between which all answers arrive. */
  async pass(ms) {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.#time += stepMs;
      await this.page.clock.runFor(stepMs);
      await this.#settle();
    }
  }

  /** Bytes of the heap, DOM nodes and listeners after the garbage is collected. */
  async memory() {
    await this.cdp.send('HeapProfiler.enable');
    await this.cdp.send('HeapProfiler.collectGarbage');
    await this.cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.cdp.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await this.cdp.send('Memory.getDOMCounters');
    return { heap: usedSize, nodes, listeners: jsEventListeners };
  }

  async close() {
    await this.context.close();
  }
}
