import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';

import { type SettingsCheck } from '../../../api/types';
import { route, SETTINGS_URL } from '../../../test/api';
import { renderApp } from '../../../test/render';
import { server } from '../../../test/server';

interface Saved {
  jsonData: Record<string, unknown>;
  secureJsonData?: Record<string, string>;
}

interface Fake {
  jsonData: Record<string, unknown>;
  saved: Saved[];
  checked: unknown[];
  problems: SettingsCheck['problems'];
  schedules: SettingsCheck['schedules'];
}

/** Grafana and the backend, as far as settings go: what is saved is there at the next look. */
function grafana(jsonData: Record<string, unknown>, secureJsonFields: Record<string, boolean> = {}): Fake {
  const fake: Fake = { jsonData, saved: [], checked: [], problems: [], schedules: [] };
  const channels = () => (fake.jsonData.channels ?? []) as Array<{ name: string; kind: 'webhook' }>;
  const rotations = () => (fake.jsonData.rotations ?? []) as Array<{ name: string }>;
  server.use(
    http.get(SETTINGS_URL, () =>
      HttpResponse.json({ enabled: true, pinned: false, jsonData: fake.jsonData, secureJsonFields })
    ),
    http.post(SETTINGS_URL, async ({ request }) => {
      const body = (await request.json()) as Saved;
      fake.saved.push(body);
      fake.jsonData = body.jsonData;
      return HttpResponse.json({ message: 'Plugin settings updated' });
    }),
    route('POST /settings/check', ({ body }) => {
      fake.checked.push(body);
      return { body: { problems: fake.problems, schedules: fake.schedules } };
    }),
    route('GET /channels', () => ({
      body: {
        channels: channels().map(({ name, kind }) => ({
          name,
          kind,
          state: 'ok',
          circuit: 'closed',
          waiting: 0,
          dead: 0,
        })),
      },
    })),
    route('GET /on-call', () => ({ body: { rotations: rotations().map(({ name }) => ({ rotation: name })) } }))
  );
  return fake;
}

type User = ReturnType<typeof renderApp>['user'];

/** Buttons wait for the settings. */
async function press(user: User, name: string) {
  await waitFor(() => expect(screen.getByRole('button', { name })).not.toHaveAttribute('aria-disabled', 'true'));
  await user.click(screen.getByRole('button', { name }));
}

const OPS = { name: 'ops', kind: 'webhook', url: 'https://tool.example.com/x', custom: 'kept' };

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
});

describe('editing channels', () => {
  it('adds one after the backend had nothing against it, and keeps everything else', async () => {
    const fake = grafana({ store: 'postgres', sources: [{ name: 'am' }], channels: [OPS] });
    const { user } = renderApp('settings/channels');
    await press(user, 'Add a channel');
    const form = within(screen.getByRole('form', { name: 'New channel' }));
    expect(form.getByLabelText(/^Name/)).toHaveFocus();
    await user.type(form.getByLabelText(/^Name/), 'tool');
    await user.type(form.getByLabelText(/^Address/), 'https://new.example.com/in');
    await user.type(form.getByLabelText(/^Key of the signature/), 'k');
    await user.click(form.getByRole('button', { name: 'Save' }));

    expect(await screen.findByRole('heading', { name: 'tool' })).toBeInTheDocument();
    const jsonData = {
      store: 'postgres',
      sources: [{ name: 'am' }],
      channels: [OPS, { name: 'tool', kind: 'webhook' }],
    };
    const secrets = { 'channelUrl.tool': 'https://new.example.com/in', 'channelSecret.tool': 'k' };
    expect(fake.checked).toEqual([{ jsonData, secrets }]);
    expect(fake.saved).toEqual([{ enabled: true, pinned: false, jsonData, secureJsonData: secrets }]);
    expect(screen.queryByRole('form')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Add a channel' })).toHaveFocus();
  });

  it('shows what the backend refuses at its field, and saves nothing', async () => {
    const fake = grafana({ channels: [OPS] }, { 'channelSecret.ops': true });
    fake.problems = [
      { field: 'jsonData.channels[0].url', message: 'ftp is no way.', fix: 'Write https.', known: true },
      { field: 'jsonData.playbooks[0].steps[0].channels[0]', message: 'There is no channel "ops".', known: false },
      { field: 'jsonData.staleAftr', message: 'Nothing reads it.', known: true },
    ];
    const { user } = renderApp('settings/channels');
    await press(user, 'Edit ops');
    const form = within(screen.getByRole('form', { name: 'Change the channel' }));
    expect(form.getByDisplayValue('configured')).toBeDisabled();
    await user.type(form.getByLabelText(/^Name/), '2');
    expect(form.getByText(/has to be typed again/)).toBeInTheDocument();
    await user.click(form.getByRole('button', { name: 'Save' }));

    expect(await form.findByText('ftp is no way. Write https.')).toBeInTheDocument();
    expect(form.getByText('There is no channel "ops".')).toBeInTheDocument();
    expect(form.queryByText(/Nothing reads it/)).not.toBeInTheDocument();
    expect(fake.saved).toEqual([]);
  });

  it('says when somebody else changed them, and saves what was typed on top of that', async () => {
    const fake = grafana({ channels: [OPS] });
    const { user } = renderApp('settings/channels');
    await press(user, 'Edit ops');
    const form = within(screen.getByRole('form', { name: 'Change the channel' }));
    await user.clear(form.getByLabelText(/^Name/));
    await user.type(form.getByLabelText(/^Name/), 'team');
    fake.jsonData = { channels: [{ name: 'first', kind: 'webhook' }, OPS], staleAfter: '8h' };
    await user.click(form.getByRole('button', { name: 'Save' }));
    expect(await form.findByText(/Somebody else changed/)).toBeInTheDocument();
    expect(fake.saved).toEqual([]);

    await user.click(form.getByRole('button', { name: 'Load what is there now' }));
    await screen.findByRole('button', { name: 'Edit ops' });
    await user.click(form.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(fake.saved).toHaveLength(1));
    expect(fake.jsonData).toEqual({
      channels: [
        { name: 'first', kind: 'webhook' },
        { name: 'team', kind: 'webhook', url: OPS.url },
      ],
      staleAfter: '8h',
    });
  });

  it('changes the order, and deletes with its secrets, unless it is still used', async () => {
    const fake = grafana({ channels: [OPS, { name: 'mail', kind: 'email' }] }, { 'channelUrl.ops': true });
    const { user } = renderApp('settings/channels');
    await press(user, 'Move ops down');
    await waitFor(() => expect(screen.getByRole('button', { name: 'Move ops up' })).toBeEnabled());
    expect(fake.jsonData.channels).toMatchObject([{ name: 'mail' }, OPS]);

    const path = 'jsonData.playbooks[0].steps[1].channels[0]';
    fake.problems = [{ field: path, message: 'There is no channel "ops".', known: false }];
    await user.click(screen.getByRole('button', { name: 'Delete ops' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Delete' }));
    expect(await dialog.findByText(path)).toBeInTheDocument();

    fake.problems = [];
    await user.click(dialog.getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'ops' })).not.toBeInTheDocument());
    expect(fake.saved.at(-1)).toMatchObject({
      jsonData: { channels: [{ name: 'mail' }] },
      secureJsonData: { 'channelUrl.ops': '' },
    });
  });
});

describe('editing contacts and rotations', () => {
  it('adds a contact and puts them on a rotation, with who would be on call', async () => {
    const fake = grafana({});
    fake.schedules = [
      {
        rotation: 'shop',
        timeZone: 'Europe/Vienna',
        more: false,
        shifts: [
          { login: 'ann', name: 'Ann', from: '2026-10-19T07:00:00Z', until: '2026-10-26T08:00:00Z', override: false },
        ],
      },
    ];
    const { user } = renderApp('settings/channels');
    await press(user, 'Add a contact');
    await user.type(screen.getByLabelText('Login in Grafana'), 'ann');
    await user.type(screen.getByLabelText('Name'), 'Ann');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { name: 'Ann' })).toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: 'Add a rotation' }));
    const form = within(screen.getByRole('form', { name: 'New rotation' }));
    await user.type(form.getByLabelText(/^Name/), 'shop');
    await user.click(form.getByLabelText(/^Members/));
    await user.keyboard('{Enter}');
    const preview = await form.findByRole('table');
    expect(preview).toHaveTextContent(/Europe\/Vienna.*Mon 2026-10-19 09:00.*Ann/);
    await user.click(form.getByRole('button', { name: 'Save' }));

    await waitFor(() => expect(fake.saved).toHaveLength(2));
    expect(fake.jsonData).toMatchObject({
      contacts: [{ login: 'ann', name: 'Ann' }],
      rotations: [{ name: 'shop', members: ['ann'], every: 'weekly', weekday: 'monday', at: '09:00' }],
    });
  });

  it('tells editors why they cannot', async () => {
    config.bootData.user.orgRole = OrgRole.Editor;
    grafana({ channels: [OPS], contacts: [{ login: 'ann' }] });
    renderApp('settings/channels');
    expect(await screen.findByRole('button', { name: 'Edit ops' })).toHaveAttribute('aria-disabled', 'true');
    for (const name of ['Add a channel', 'Add a contact', 'Add a rotation']) {
      expect(screen.getByRole('button', { name })).toHaveAttribute('aria-disabled', 'true');
    }
    expect(screen.getByText('Administrators change channels, contacts, rotations and connections')).toBeInTheDocument();
    expect(screen.queryByText('ann')).not.toBeInTheDocument();
  });
});
