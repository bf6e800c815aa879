import { cpus } from 'node:os';
import { defineConfig, devices } from '@playwright/test';
import { size } from './tests/support/window';

// scripts/test.mjs starts the system once and says by STRATA_STACK where it is; `npm run e2e` uses a running demo.
// CHROMIUM is the browser to use; without it Playwright takes its own.
// STRATA_TRACE=1 keeps traces of failed tests, which takes a sixth more of the processors; a screenshot and the page's outline are always kept.

/** Faults in the shop, own signals, the app's settings. */
const changing = ['alert-rules', 'bad-input', 'channels', 'coverage', 'guide', 'layers', 'lazy', 'own-signals', 'story'].map(
  (name) => `**/${name}.spec.ts`
);
/** Pages that only a Grafana has. */
const elsewhere = process.env.GRAFANA_URL ? [] : ['**/tests/grafana/**'];

export default defineConfig({
  testDir: './tests',
  globalSetup: './tests/support/globalSetup.ts',
  outputDir: './test-results',
  // The specs share one shop and its settings: those that change what another could see run one after the other, those that only look
  // beside them. Alerts that a spec sends are of a cluster of its own.
  workers: cpus().length > 1 && !process.env.GRAFANA_URL ? 2 : 1,
  projects: [
    { name: 'changing', testMatch: changing, workers: 1 },
    { name: 'looking', testIgnore: [...elsewhere, ...changing], workers: 1 },
  ],
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: size,
    trace: process.env.STRATA_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM || undefined,
      args: ['--disable-dev-shm-usage', '--disable-gpu'],
    },
  },
});
