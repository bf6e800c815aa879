import { defineConfig, devices } from '@playwright/test';

// scripts/test.mjs starts the system once and says by STRATA_STACK where it is; `npm run e2e` uses a running demo.
// CHROMIUM is the browser to use; without it Playwright takes its own.
export default defineConfig({
  testDir: './tests',
  testMatch: '**/*.spec.ts',
  // Pages that only a Grafana has.
  testIgnore: process.env.GRAFANA_URL ? [] : ['**/tests/grafana/**'],
  globalSetup: './tests/support/globalSetup.ts',
  outputDir: './test-results',
  // The specs share one shop: a fault of one would be seen by another.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1366, height: 850 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM || undefined,
      args: ['--disable-dev-shm-usage', '--disable-gpu'],
    },
  },
});
