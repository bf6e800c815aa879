// Every page in both themes: a screenshot to look at, no serious finding of axe, no error in the console; on a narrow
// screen, by keyboard, and as a viewer.
import { type Locator, type Page } from '@playwright/test';

import { seriousFindings } from './support/axe';
import { delivery, send, type SentAlert } from './support/deliveries';
import { api, expect, open, test } from './support/fixtures';
import { listIncidents } from './support/incidents';
import { panelsWithData, patiently } from './support/panels';
import { sessionOf } from './support/people';
import { settled } from './support/quiet';
import { readStack } from './support/stack';

test.describe.configure({ timeout: 240_000 });

const shots = '.strata/screenshots';
// A group of its own for each worker, as a failed test starts a new one.
const cluster = `screenshots-${process.pid}`;
const startsAt = new Date(Date.now() - 7 * 60_000).toISOString();

function sample(name: string, layer: string, severity: string, signal: string, summary: string): SentAlert {
  const labels = { alertname: name, severity, layer, signal, service: 'checkout', namespace: 'shop', cluster };
  return { labels, annotations: { summary, runbook_url: 'https://runbooks.example/checkout' }, startsAt };
}

const samples = [
  sample(
    'HttpServerErrorsHigh',
    'application',
    'P1',
    'http-5xx-ratio',
    '12.4% of the requests to checkout fail with 5xx'
  ),
  sample(
    'HttpLatencyHigh',
    'application',
    'P2',
    'http-latency-percentiles',
    'The p95 response time of checkout is 2.3 s'
  ),
  sample('TcpRetransmitsHigh', 'network', 'P2', '', 'The p95 share of retransmitted segments of checkout is 4%'),
];

let number = 0;

interface PageOfApp {
  /** Name in the screenshots. */
  name: string;
  path: string;
  tall?: boolean;
  /** The way on from the path, where its end is not known before. */
  enter?: (page: Page) => Promise<void>;
  /** Something that is only there when the page has its data. */
  ready: (page: Page) => Locator;
}

/** A panel with data in the column of this layer; on a narrow screen only the first is in view. */
function dataIn(layer: string) {
  return (page: Page) => panelsWithData(page.getByRole('region', { name: layer, exact: true })).first();
}

/** Everything that a review opens in place: forms of an action, a proposal and a comment, and a part that is edited. */
async function openForms(page: Page): Promise<void> {
  for (const name of ['Add action', 'Propose a change', 'Edit “Impact”']) {
    await page.getByRole('button', { name, exact: true }).click();
  }
  await page.getByRole('region', { name: 'Response', exact: true }).getByRole('button', { name: 'Comment' }).click();
}

/** Each tab with a heading that it has. */
const settingsTabs = [
  ['status', 'Status'],
  ['sources', 'Sources of alerts'],
  ['alert-rules', 'Alert rules'],
  ['rules', 'Rules'],
  ['quiet', 'Maintenance windows'],
  ['channels', 'Channels'],
  ['signals', 'Signals'],
  ['data', 'How long records are kept'],
  ['transfer', 'Export'],
  ['audit', 'Record of changes'],
] as const;

function pages(): PageOfApp[] {
  return [
    { name: 'overview', path: 'overview', ready: (page) => page.getByRole('row', { name: /checkout/ }) },
    {
      name: 'application',
      path: 'application',
      tall: true,
      ready: (page) => page.getByText('Error log volume').first(),
    },
    {
      name: 'network',
      path: 'network',
      tall: true,
      ready: (page) => page.getByText('Traffic per pod (in / out)').first(),
    },
    { name: 'cluster', path: 'cluster', tall: true, ready: (page) => page.getByText('Node CPU usage').first() },
    {
      name: 'ebpf',
      path: 'ebpf',
      tall: true,
      ready: (page) => page.getByText('System call latency by kind (p99)').first(),
    },
    { name: 'service', path: 'service/shop/checkout', tall: true, ready: dataIn('Application') },
    { name: 'node', path: 'node/node-a', tall: true, ready: dataIn('Application') },
    {
      name: 'pod',
      path: 'pod',
      tall: true,
      enter: (page) =>
        page
          .getByRole('link', { name: /^checkout-/ })
          .first()
          .click(),
      ready: dataIn('Application'),
    },
    { name: 'services', path: 'service', ready: (page) => page.getByRole('link', { name: 'checkout', exact: true }) },
    { name: 'map', path: 'map', ready: (page) => page.getByRole('region', { name: 'Edges' }) },
    { name: 'coverage', path: 'coverage', ready: (page) => page.getByRole('button', { name: /^Server error ratio/ }) },
    { name: 'alert-rules', path: 'alert-rules', ready: (page) => page.getByText('HttpServerErrorsHigh').first() },
    { name: 'triage', path: 'triage', ready: (page) => page.getByRole('link', { name: /^#\d+ / }).first() },
    { name: 'runbooks', path: 'runbooks', ready: (page) => page.getByRole('link', { name: 'High error rate' }) },
    {
      name: 'runbook',
      path: 'runbooks/app-down',
      ready: (page) => page.getByRole('heading', { name: 'Troubleshooting' }),
    },
    {
      name: 'runbook-edit',
      path: 'runbooks/app-down/edit',
      ready: (page) => page.getByRole('heading', { level: 2, name: 'Service does not answer' }),
    },
    { name: 'incidents', path: 'incidents', ready: (page) => page.getByRole('link', { name: /^#\d+ / }).first() },
    { name: 'incident', path: `incidents/${number}`, ready: (page) => page.getByText('HttpServerErrorsHigh').first() },
    {
      name: 'incident-dialog',
      path: `incidents/${number}`,
      enter: async (page) => {
        await page.getByRole('button', { name: 'More', exact: true }).click();
        await page.getByRole('menuitem', { name: 'Split alerts off…' }).click();
      },
      ready: (page) => page.getByRole('dialog').getByRole('checkbox').first(),
    },
    {
      name: 'triage-dialog',
      path: 'triage',
      enter: async (page) => {
        await page.getByRole('group', { name: /^Board/ }).focus();
        await page.keyboard.press('j');
        await page.keyboard.press('s');
      },
      ready: (page) => page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }),
    },
    {
      name: 'reviews',
      path: 'reviews?state=all',
      ready: (page) => page.getByRole('search', { name: 'Filter reviews' }),
    },
    {
      name: 'reviews-actions',
      path: 'reviews?tab=actions',
      ready: (page) => page.getByRole('search', { name: 'Filter actions' }),
    },
    {
      name: 'reviews-trends',
      path: 'reviews?tab=trends',
      ready: (page) => page.getByText(/Contributing factors|no review to learn from/).first(),
    },
    {
      name: 'review',
      path: `reviews/${number}`,
      enter: openForms,
      ready: (page) => page.getByRole('button', { name: 'Add comment' }),
    },
    {
      name: 'review-dialog',
      path: `reviews/${number}`,
      enter: (page) => page.getByRole('button', { name: 'Back to draft' }).click(),
      ready: (page) => page.getByRole('dialog'),
    },
    { name: 'alert', path: 'alert?fingerprint=ffffffffffffffff', ready: (page) => page.locator('[data-outcome]') },
    { name: 'wall', path: 'wall', ready: (page) => page.getByRole('region', { name: 'Preview' }).locator('h1') },
    {
      name: 'wall-kiosk',
      path: 'wall?kiosk=1&pin=incidents&takeover=off',
      ready: (page) => page.locator('[data-wall=incidents] li').first(),
    },
    ...settingsTabs.map(([tab, heading]) => ({
      name: `settings-${tab}`,
      path: `settings/${tab}`,
      ready: (page: Page) => page.getByRole('heading', { name: heading, exact: true }),
    })),
    { name: 'guide', path: 'guide', ready: (page) => page.getByText(/^These may send: /) },
    { name: 'configuration', path: '../../plugins/strata-sre-app', ready: (page) => page.getByRole('button').first() },
  ];
}

const pageNames = pages().map(({ name }) => name);

function pageNamed(name: string): PageOfApp {
  const found = pages().find((entry) => entry.name === name);
  if (!found) {
    throw new Error(`no page ${name}`);
  }
  return found;
}

async function openPage(page: Page, name: string, query = '', resize = true): Promise<void> {
  const found = pageNamed(name);
  if (found.tall && resize) {
    await page.setViewportSize({ width: 1366, height: 2600 }); // panels below the screen are not loaded
  }
  await open(page, found.path + (query && (found.path.includes('?') ? `&${query}` : `?${query}`)));
  await found.enter?.(page);
  await expect(found.ready(page)).toBeVisible(patiently);
  await settled(page);
}

/** On devhost by the keys that Grafana has for it, without another load; in a Grafana its own pages need one. */
async function switchToLight(page: Page, name: string): Promise<void> {
  if (readStack().kind === 'grafana') {
    await openPage(page, name, 'theme=light');
    return;
  }
  // At once, as a busy page would take the second key for one of its own.
  await page.evaluate(() => {
    ['c', 'r'].forEach((key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })));
  });
  await expect(page.locator('body')).toHaveClass(/theme-light/);
  await settled(page);
  await expect(pageNamed(name).ready(page)).toBeVisible(patiently);
}

/** Elements that reach beyond the right edge, for a message that says what to mend. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) {
      return [];
    }
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(-5)
      .map((element) => `${element.tagName.toLowerCase()} "${(element.textContent ?? '').slice(0, 40)}"`);
  });
}

async function tabTo(page: Page, wanted: string, presses = 80): Promise<void> {
  for (let count = 0; count < presses; count++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const { activeElement: element } = document;
      return `${element?.getAttribute('aria-label') ?? ''} ${element?.textContent ?? ''}`;
    });
    if (focused.includes(wanted)) {
      return;
    }
  }
  throw new Error(`"${wanted}" is not reached with ${presses} presses of Tab`);
}

test.beforeAll(async ({ playwright, request }) => {
  const answer = await send(request, delivery(samples));
  expect(answer.status(), await answer.text()).toBe(200);
  [number = 0] = ((await answer.json()) as { incidents: number[] }).incidents;
  expect(number).toBeGreaterThan(0);
  const admin = await sessionOf(playwright, 'admin');
  const begun = await admin.post(`${api}/incidents/${number}/review`);
  expect(begun.ok(), await begun.text()).toBe(true);
  const { summary } = (await begun.json()) as { summary: { version: number } };
  const moved = await admin.post(`${api}/reviews/${number}/state`, {
    data: { version: summary.version, to: 'in_review' },
  });
  expect(moved.ok(), await moved.text()).toBe(true);
  await admin.dispose();
});

test.afterAll(async ({ request }) => {
  const resolvedAt = new Date().toISOString();
  await send(request, delivery(samples.map((alert) => ({ ...alert, resolvedAt }))));
});

for (const name of pageNames) {
  // One visit: a page costs more to load than to look at three times.
  test(`${name}: nothing serious for axe in both themes, and it fits a screen of 380 px`, async ({ page }) => {
    const { tall } = pageNamed(name);
    await page.setViewportSize({ width: 380, height: tall ? 4000 : 800 });
    await openPage(page, name, 'theme=dark', false);
    await page.screenshot({ path: `${shots}/${name}-narrow.png`, fullPage: true });
    expect.soft(await tooWide(page), '380 px').toEqual([]);
    await page.setViewportSize({ width: 1366, height: tall ? 2600 : 850 });
    await settled(page);
    await expect(pageNamed(name).ready(page)).toBeVisible(patiently);
    await page.screenshot({ path: `${shots}/${name}-dark.png`, fullPage: true });
    expect.soft(await seriousFindings(page), 'dark').toEqual([]);
    await switchToLight(page, name);
    await page.screenshot({ path: `${shots}/${name}-light.png`, fullPage: true });
    expect(await seriousFindings(page, { contrastOnly: true }), 'light').toEqual([]);
  });
}

test('an incident is opened and acknowledged by keyboard alone', async ({ page, admin }) => {
  await openPage(page, 'incidents');
  await tabTo(page, `#${number} `);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/incidents/${number}`));
  await settled(page);
  await tabTo(page, 'Acknowledge');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Take acknowledgement back' })).toBeVisible();
  const acknowledged = (await listIncidents(admin)).find((incident) => incident.number === number);
  expect(acknowledged?.acknowledged).toBe(true);
});

test('a source is created, shows its token once, and is deleted', async ({ page }) => {
  const name = `Spec ${Date.now()}`;
  await openPage(page, 'settings-sources');
  await page.getByRole('button', { name: 'Create a source' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByTestId('source-token')).not.toBeEmpty();
  await page.screenshot({ path: `${shots}/settings-token.png`, fullPage: true });
  await page.reload();
  await settled(page);
  await expect(page.getByTestId('source-token')).toHaveCount(0);
  const card = page.getByRole('listitem').filter({ hasText: name });
  await card.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(card).toHaveCount(0);
});

test.describe('a viewer', () => {
  test.use({ role: 'viewer' });

  test('reads an incident, and is told why it cannot act', async ({ page }) => {
    await openPage(page, 'incident');
    const acknowledge = page.getByRole('button', { name: /Acknowledge|Take acknowledgement back/ });
    await expect(acknowledge).toBeDisabled();
    await acknowledge.hover();
    await expect(page.getByRole('tooltip')).toHaveText(/role Editor/);
    await page.screenshot({ path: `${shots}/incident-viewer.png`, fullPage: true });
  });

  test('is told that sources are for administrators, and sees the signals', async ({ page }) => {
    await open(page, 'settings/sources');
    await expect(page.getByText('This is for administrators')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Create a source' })).toHaveCount(0);
    await page.getByRole('tab', { name: 'Signals' }).click();
    await expect(page.getByRole('heading', { name: 'Signals' })).toBeVisible();
  });
});
