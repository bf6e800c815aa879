// npm run e2e: the browser specs on a running demo (npm run demo), with the Chromium that is found. Arguments go to Playwright.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findBrowser } from './lib/browser.mjs';
import { say } from './lib/log.mjs';
import { main } from './lib/main.mjs';
import { root } from './lib/paths.mjs';

await main(async () => {
  const { file, how } = await findBrowser();
  say(`Browser: ${file}, ${how}`);
  const playwright = spawn(join(root, 'node_modules', '.bin', 'playwright'), ['test', ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, CHROMIUM: file },
    stdio: 'inherit',
  });
  process.exitCode = await new Promise((resolve, reject) => {
    playwright.on('error', reject);
    playwright.on('close', (code) => resolve(code ?? 1));
  });
});
