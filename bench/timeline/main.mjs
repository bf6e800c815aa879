// npm run bench:timeline: 10,000 entries and 20 series on one timeline: time to the first picture and per step of a brush. The
// reference of the same run is @grafana/ui's own uPlot with the same 20 series and without lanes.
import esbuild from 'esbuild';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/lib/browser.mjs';
import { say } from '../../scripts/lib/log.mjs';
import { main } from '../../scripts/lib/main.mjs';
import { root } from '../../scripts/lib/paths.mjs';

const runs = 3;

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

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

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
  say(`${cpus().length} x ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}; medians of ${runs} runs, milliseconds`);
  say('               timeline  only the series    ratio');
  for (const what of ['first', 'step']) {
    const [ours, theirs] = ['timeline', 'reference'].map((key) => median(results.map((result) => result[key][what])));
    const name = what === 'first' ? 'first picture' : 'brush step';
    say(
      `${name.padEnd(14)} ${ours.toFixed(1).padStart(8)} ${theirs.toFixed(1).padStart(16)} ${(ours / theirs).toFixed(2).padStart(8)}`
    );
  }
});
