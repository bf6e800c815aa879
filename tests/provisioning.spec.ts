// From an empty directory, below a sub-path: nothing is there; the files that come with Strata are put in; a second start changes
// nothing; a mistake is told with its file or its field. Every page, call, link, chunk and the live connection is below the sub-path.
import { readFileSync, writeFileSync } from 'node:fs';
import { type APIRequestContext, type Page } from '@playwright/test';

import { delivery } from './support/deliveries';
import { api, expect, test } from './support/fixtures';
import { enableApp, whyNoOwnHost } from './support/ownGrafana';
import { freePort, type OwnHost, ownHost, provision } from './support/ownHost';
import { settled } from './support/quiet';
import { readStack } from './support/stack';

const subPath = '/grafana';
const app = '/a/strata-sre-app';
/** A host that was just started answers slowly where other tests run beside it. */
const patiently = { timeout: 120_000 };
const cluster = `provisioned-${process.pid}`;

let host: OwnHost | undefined;

test.afterEach(async () => {
  await host?.end();
  host = undefined;
});

/** What the page asked of its host that is not below the sub-path, and its live connections that are. */
function watchPaths(page: Page): { strays: string[]; live: string[] } {
  const strays: string[] = [];
  const live: string[] = [];
  page.on('request', (request) => {
    const { hostname, pathname } = new URL(request.url());
    if (hostname === '127.0.0.1' && !pathname.startsWith(`${subPath}/`)) {
      strays.push(pathname);
    }
  });
  page.on('websocket', (socket) => {
    const { pathname } = new URL(socket.url());
    (pathname.startsWith(`${subPath}/`) ? live : strays).push(pathname);
  });
  return { strays, live };
}

async function running(request: APIRequestContext, root: string): Promise<unknown[]> {
  const parts = [
    '/api/plugins/strata-sre-app/settings',
    `${api}/sources`,
    `${api}/incidents?state=all`,
    '/api/datasources',
  ];
  return Promise.all(
    parts.map(async (path) => {
      const response = await request.get(root + path);
      expect(response.ok(), await response.text()).toBe(true);
      return response.json();
    })
  );
}

test('from an empty directory to an incident, below a sub-path; a second start changes nothing', async ({
  page,
  consoleErrors,
}) => {
  const whyNot = whyNoOwnHost();
  test.skip(whyNot !== undefined, whyNot);
  test.setTimeout(600_000);
  const own = ownHost(await freePort(), subPath);
  host = own;
  const { strays, live } = watchPaths(page);
  /** A page that is left open would say that its host is gone. */
  const startAgain = async () => {
    await page.goto('about:blank');
    return own.start();
  };
  let root = await own.start();
  expect(new URL(root).pathname).toBe(subPath);
  await own.signIn(page.request);
  if (readStack().kind === 'grafana') {
    await enableApp(root);
  }

  await test.step('nothing is there, and the guide says what comes first', async () => {
    await page.goto(`${root}${app}/guide`);
    await expect(page.getByRole('heading', { name: 'Connect data sources' })).toBeVisible(patiently);
    await page.goto(`${root}${app}/settings/sources`);
    await expect(page.getByRole('button', { name: 'Create a source' })).toBeVisible(patiently);
    await expect(page.getByRole('listitem').filter({ hasText: 'Alertmanager' })).toHaveCount(0);
  });

  for (const name of ['prometheus.yaml', 'incidents.yaml']) {
    provision(own, 'datasources', name);
  }
  const settings = provision(own, 'plugins', 'app.yaml');
  root = await startAgain();

  await test.step('the files are in effect', async () => {
    await page.goto(`${root}${app}/settings/sources`);
    for (const name of ['Alertmanager', 'Grafana']) {
      await expect(page.getByText(name, { exact: true }).first()).toBeVisible(patiently);
    }
    await page.goto(`${root}${app}/overview`);
    await expect(page.getByRole('row', { name: /checkout/ })).toBeVisible(patiently);
  });

  await test.step('an alert becomes an incident without a reload, also after the host was started again', async () => {
    await page.goto(`${root}${app}/triage`);
    await expect(page.getByRole('heading', { name: 'No open incidents' })).toBeVisible(patiently);
    const labels = {
      alertname: 'Provisioned',
      severity: 'P2',
      layer: 'application',
      service: 'checkout',
      namespace: 'shop',
      cluster,
    };
    const headers = await own.headers();
    const send = async (service: string) => {
      const alert = {
        labels: { ...labels, service },
        annotations: { summary: `Below a sub-path: ${service}` },
        startsAt: new Date().toISOString(),
      };
      const response = await page.request.post(`${root}${api}/ingest/alertmanager`, {
        data: delivery([alert]),
        headers,
      });
      expect(response.status(), await response.text()).toBe(200);
    };
    await send('first');
    await expect(page.getByRole('link', { name: /Below a sub-path: first/ })).toBeVisible(patiently);
    const before = await running(page.request, root);
    const connections = live.length;
    expect(connections).toBeGreaterThan(0);
    await own.start();
    consoleErrors.splice(0); // of the time without a host
    expect(await running(page.request, root), 'another start changes nothing').toEqual(before);
    await expect.poll(() => live.length, patiently).toBeGreaterThan(connections);
    await send('second');
    await expect(page.getByRole('link', { name: /Below a sub-path: second/ })).toBeVisible(patiently);
    await page.getByRole('link', { name: /Below a sub-path: second/ }).click();
    await expect(page).toHaveURL(new RegExp(`${subPath}${app}/incidents/\\d+`));
    await expect(page.getByRole('heading', { name: /Below a sub-path: second/ })).toBeVisible(patiently);
  });

  await test.step('a dashboard has its panel with all chunks', async () => {
    await page.goto(`${root}/d/strata-triage`);
    await expect(page.getByRole('link', { name: /Below a sub-path: first/ }).first()).toBeVisible(patiently);
  });

  await test.step('a wrong field costs only itself and is named', async () => {
    writeFileSync(settings, readFileSync(settings, 'utf8').replace(/resolveDelay: .*/, 'resolveDelay: { P0: soon }'));
    root = await startAgain();
    await page.goto(`${root}${app}/settings/status`);
    await expect(page.getByText(/resolveDelay\.P0/).first()).toBeVisible(patiently);
    await page.goto(`${root}${app}/settings/sources`);
    await expect(page.getByText('Alertmanager', { exact: true }).first()).toBeVisible(patiently);
    await settled(page);
  });

  await test.step('a file that cannot be read is named, or by a Grafana what was in it', async () => {
    writeFileSync(settings, 'apps:\n  - type: [strata');
    await expect(startAgain()).rejects.toThrow(/provisioning file .*plugins\/app\.yaml|app provisioning error/);
  });

  expect(strays, 'requests beside the sub-path').toEqual([]);
});
