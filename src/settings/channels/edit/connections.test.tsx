import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';

import { type Channel, type SettingsCheck } from '../../../api/types';
import { route, SETTINGS_URL } from '../../../test/api';
import { renderApp } from '../../../test/render';
import { server } from '../../../test/server';

interface Fake {
  jsonData: Record<string, unknown>;
  saved: unknown[];
  problems: SettingsCheck['problems'];
}

function grafana(
  jsonData: Record<string, unknown>,
  secureJsonFields: Record<string, boolean> = {},
  channels: Channel[] = []
): Fake {
  const fake: Fake = { jsonData, saved: [], problems: [] };
  server.use(
    http.get(SETTINGS_URL, () =>
      HttpResponse.json({ enabled: true, pinned: true, jsonData: fake.jsonData, secureJsonFields })
    ),
    http.post(SETTINGS_URL, async ({ request }) => {
      const body = (await request.json()) as Fake;
      fake.saved.push(body);
      fake.jsonData = body.jsonData;
      return HttpResponse.json({ message: 'Plugin settings updated' });
    }),
    route('POST /settings/check', () => ({ body: { problems: fake.problems, schedules: [] } })),
    route('GET /channels', () => ({ body: { channels } })),
    route('GET /on-call', () => ({ body: { rotations: [] } }))
  );
  return fake;
}

type User = ReturnType<typeof renderApp>['user'];

async function press(user: User, name: string) {
  await waitFor(() => expect(screen.getByRole('button', { name })).not.toHaveAttribute('aria-disabled', 'true'));
  await user.click(screen.getByRole('button', { name }));
}

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
});

describe('connections', () => {
  it('shows what the backend refuses at its field, then saves what was typed and nothing else', async () => {
    const fake = grafana({ store: 'postgres', allowedHosts: ['mail.corp'] });
    const { user } = renderApp('settings/channels');
    expect(await screen.findByText('mail.corp')).toBeInTheDocument();
    await press(user, 'Edit the connections');
    const form = within(screen.getByRole('form', { name: 'Change the connections' }));
    expect(form.getByLabelText(/^Address of Grafana/)).toHaveFocus();
    await user.type(form.getByLabelText(/^Address of Grafana/), 'https://grafana.example.com/ops');
    await user.type(form.getByRole('combobox', { name: /^Hosts beside the internet/ }), '10.1.0.0/16{Enter}');
    await user.type(form.getByLabelText(/^Proxy with a password/), 'proxy');

    fake.problems = [
      { field: 'jsonData.allowedHosts[0]', message: '"mail.corp" is odd.', known: true },
      { field: 'jsonData.proxyUrl', message: 'The address of the proxy cannot be used.', known: false },
      { field: 'jsonData.channels[0].url', message: 'Was so before.', known: true },
    ];
    await user.click(form.getByRole('button', { name: 'Save' }));
    expect(await form.findByText('The address of the proxy cannot be used.')).toBeInTheDocument();
    expect(form.getByText('"mail.corp" is odd.')).toBeInTheDocument();
    expect(form.queryByText('Was so before.')).not.toBeInTheDocument();
    expect(fake.saved).toEqual([]);

    fake.problems = [];
    await user.clear(form.getByLabelText(/^Proxy with a password/));
    await user.type(form.getByLabelText(/^Proxy with a password/), 'http://user:word@proxy:3128');
    await user.click(form.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('mail.corp, 10.1.0.0/16')).toBeInTheDocument();
    expect(fake.saved).toEqual([
      {
        enabled: true,
        pinned: true,
        jsonData: {
          store: 'postgres',
          allowedHosts: ['mail.corp', '10.1.0.0/16'],
          rootUrl: 'https://grafana.example.com/ops',
        },
        secureJsonData: { proxyUrl: 'http://user:word@proxy:3128' },
      },
    ]);
  });

  it('counts certificates, and says that a proxy is a secret', async () => {
    const pem = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n';
    grafana({ caCertificates: pem + pem }, { proxyUrl: true });
    renderApp('settings/channels');
    expect(await screen.findByText('those of the system and 2 more')).toBeInTheDocument();
    expect(screen.getByText('set, as a secret')).toBeInTheDocument();
  });
});

describe('a channel whose name cannot be used', () => {
  const broken = (name: string, place: number, message: string): Channel => ({
    name,
    place,
    kind: 'webhook',
    state: 'broken',
    problem: { code: 'bad_settings', message, fix: 'Rename one.' },
    circuit: 'closed',
    waiting: 0,
    dead: 0,
  });
  const ops: Channel = { name: 'ops', kind: 'webhook', state: 'ok', circuit: 'closed', waiting: 0, dead: 0 };
  const settings = () => ({
    channels: [
      { name: 'ops', kind: 'webhook' },
      { name: 'ops', kind: 'slack' },
      { name: '', kind: 'teams' },
    ],
    externalChannels: ['ops'],
  });
  const list = [ops, broken('ops', 1, 'There are two channels "ops".'), broken('', 2, '"" is not a name.')];

  it('is renamed without taking the secrets of the other of its name', async () => {
    const fake = grafana(settings(), { 'channelUrl.ops': true }, list);
    const { user } = renderApp('settings/channels');
    const card = within((await screen.findByText(/There are two channels/)).closest('li') ?? document.body);
    await waitFor(() =>
      expect(card.getByRole('button', { name: 'Edit ops' })).not.toHaveAttribute('aria-disabled', 'true')
    );
    await user.click(card.getByRole('button', { name: 'Edit ops' }));
    await user.type(card.getByLabelText(/^Name/), ' 2');
    await user.click(card.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(fake.saved).toHaveLength(1));
    expect(fake.jsonData).toMatchObject({
      channels: [{ name: 'ops', kind: 'webhook' }, { name: 'ops 2', kind: 'slack' }, { name: '' }],
      externalChannels: ['ops', 'ops 2'],
    });
    expect(fake.saved[0]).not.toHaveProperty('secureJsonData');
  });

  it('is deleted by its place', async () => {
    const fake = grafana(settings(), {}, list);
    const { user } = renderApp('settings/channels');
    expect(await screen.findByRole('heading', { name: 'Without a name' })).toBeInTheDocument();
    await press(user, 'Delete Without a name');
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(fake.saved).toHaveLength(1));
    expect(fake.jsonData.channels).toEqual(settings().channels.slice(0, 2));
  });
});
