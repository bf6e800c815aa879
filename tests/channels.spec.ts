// An administrator sets up whom Strata tells, without a file: a contact, a rotation with that contact on call, and a signed webhook
// that tells whoever is on call. Its test message arrives at a stand-in.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import { seriousFindings } from './support/axe';
import { expect, open, test } from './support/fixtures';

test.describe.configure({ timeout: 120_000 });

const settingsUrl = '/api/plugins/strata-sre-app/settings';
const name = `spec-${process.pid}`;
const login = `ann-${process.pid}`;
const key = 'spec-signing-key';

interface AppSettings {
  enabled: boolean;
  pinned: boolean;
  jsonData: Record<string, unknown> & { allowedHosts?: string[] };
}

interface Arrived {
  headers: IncomingHttpHeaders;
  body: string;
}

let receiver: Server;
let address = '';
const arrived: Arrived[] = [];
let before: AppSettings;

// Strata's backend reaches only what is on the internet, unless the settings name it.
test.beforeEach(async ({ admin }) => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      arrived.push({ headers: request.headers, body });
      response.end('ok');
    });
  });
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
  const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  address = `http://${host}/strata`;
  before = (await (await admin.get(settingsUrl)).json()) as AppSettings;
  const { enabled, pinned, jsonData } = before;
  const allowedHosts = [...(jsonData.allowedHosts ?? []), host];
  const answer = await admin.post(settingsUrl, { data: { enabled, pinned, jsonData: { ...jsonData, allowedHosts } } });
  expect(answer.ok(), await answer.text()).toBe(true);
});

test.afterEach(async ({ admin }) => {
  const { enabled, pinned, jsonData } = before;
  const secureJsonData = { [`channelUrl.${name}`]: '', [`channelSecret.${name}`]: '' };
  expect((await admin.post(settingsUrl, { data: { enabled, pinned, jsonData, secureJsonData } })).ok()).toBe(true);
  await new Promise((closed) => receiver.close(closed));
});

test('a contact is on call in a rotation, and a signed test message for them arrives', async ({ page }) => {
  await open(page, 'settings/channels');
  await page.getByRole('button', { name: 'Add a contact' }).click();
  const contact = page.getByRole('form', { name: 'New contact' });
  await contact.getByLabel('Login in Grafana').fill(login);
  await contact.getByLabel('Name', { exact: true }).fill('Ann Spec');
  await contact.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Ann Spec' })).toBeVisible();

  await page.getByRole('button', { name: 'Add a rotation' }).click();
  const rotation = page.getByRole('form', { name: 'New rotation' });
  await rotation.getByLabel(/^Name/).fill(name);
  await rotation.getByLabel(/^Members/).fill(login);
  await page.getByRole('option', { name: login }).first().click();
  await rotation.getByRole('radio', { name: 'Daily' }).click();
  await rotation.getByLabel('At', { exact: true }).fill('00:00');
  await expect(rotation.getByRole('row', { name: /Ann Spec/ }).first()).toBeVisible();
  expect(await seriousFindings(page), 'rotation').toEqual([]);
  await rotation.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Add a channel' }).click();
  const channel = page.getByRole('form', { name: 'New channel' });
  await channel.getByLabel(/^Name/).fill(name);
  await channel.getByRole('button', { name: 'Save' }).click();
  await expect(channel.getByText(`Channel "${name}" has no address.`)).toBeVisible();
  await channel.getByLabel(/^Address/).fill(address);
  await channel.getByLabel(/^Key of the signature/).fill(key);
  await channel.getByLabel(/^Whom it tells/).fill(name);
  await page.getByRole('option', { name: `rotation:${name}` }).click();
  expect(await seriousFindings(page), 'channel').toEqual([]);
  await channel.getByRole('button', { name: 'Save' }).click();

  await page.getByRole('button', { name: `Send a test message to ${name}` }).click();
  await expect(page.getByText(/^Sent to Ann Spec\./)).toBeVisible();
  const [message] = arrived;
  const { to } = JSON.parse(message?.body ?? '{}') as { to?: unknown };
  expect(to).toEqual([{ login, name: 'Ann Spec', group: name }]);
  const [, seconds = '', signature] = /^t=(\d+),v1=(\w+)$/.exec(String(message?.headers['x-strata-signature'])) ?? [];
  expect(signature).toBe(createHmac('sha256', key).update(`${seconds}.${message?.body}`).digest('hex'));

  // What is in use stays, and says where it is used.
  await page.getByRole('button', { name: `Delete ${login}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog.getByText(/still names it/)).toBeVisible();
});
