// npm run bench:timeline: 10,000 entries and 20 series on one timeline: time to the first picture and per step of a brush. The
// reference of the same run is @grafana/ui's own uPlot with the same 20 series and without lanes. What else runs on the machine only
// ever adds, so the quickest of the runs counts.
import esbuild from 'esbuild';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/lib/browser.mjs';
import { say } from '../../scripts/lib/log.mjs';
import { main } from '../../scripts/lib/main.mjs';
import { optionsOrEnd } from '../../scripts/lib/options.mjs';
import { root } from '../../scripts/lib/paths.mjs';

const options = optionsOrEnd('npm run bench:timeline -- [options]\nMeasures a timeline with 10,000 entries and 20 series.', {
  runs: { type: 'string', default: '5', help: 'of each; the quickest counts (5)' },
});
const runs = Number(options.runs);
/** What the timeline may take of what only the series take. A step of the series alone is one frame of the screen. */
const most = { first: 6, step: 2 };
const names = { first: 'first picture', step: 'brush step' };

async function bundle() {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(root, 'bench', 'timeline', 'page.mjs')],
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'iife',
    jsx: 'transform',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: { '.svg': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl' },
    logLevel: 'error',
  });
  return outputFiles.find(({ path }) => path.endsWith('.js')).text;
}

await main(async () => {
  const { chromium } = await import('@playwright/test');
  const { file } = await findBrowser();
  const code = await bundle();
  const browser = await chromium.launch({
    executablePath: file,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const results = [];
  try {
    for (let i = 0; i < runs; i++) {
      const page = await browser.newPage({ viewport: { width: 1366, height: 900 } });
      page.on('pageerror', (error) => say(error.message));
      await page.route('http://bench.localhost/', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<!doctype html><body></body>' })
      );
      await page.goto('http://bench.localhost/');
      await page.addScriptTag({ content: code });
      results.push(await page.evaluate('bench()'));
      await page.close();
    }
  } finally {
    await browser.close();
  }
  say(`${cpus().length} x ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}; quickest of ${runs} runs, milliseconds`);
  say('               timeline  only the series    ratio     most');
  const slow = Object.keys(names).filter((what) => {
    const [ours, theirs] = ['timeline', 'reference'].map((key) =>
      Math.min(...results.map((result) => result[key][what]))
    );
    const ratio = ours / theirs;
    const figures = [ours.toFixed(1).padStart(8), theirs.toFixed(1).padStart(16), ratio.toFixed(2).padStart(8)];
    say(`${names[what].padEnd(14)} ${figures.join(' ')} ${most[what].toFixed(2).padStart(8)}`);
    return ratio > most[what];
  });
  const failed = slow.map((what) => names[what]).join(', ');
  say(failed ? `slower than it may be: ${failed}: FAILED` : 'both within their limits: passed');
  process.exitCode = failed ? 1 : 0;
});
