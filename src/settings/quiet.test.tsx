import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor } from '@testing-library/react';

import { type Heartbeat, type MaintenanceWindow } from '../api/types';
import { refusal, route } from '../test/api';
import { aSource } from '../test/fixtures';
import { renderApp } from '../test/render';
import { server } from '../test/server';

const T0 = '2026-11-21T09:00:00Z';

const aWindow = (over: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  id: 7,
  name: 'Upgrade',
  matchers: ['service=cart'],
  startsAt: T0,
  endsAt: '2026-11-21T11:00:00Z',
  timeZone: '',
  effect: 'suppress',
  provisioned: false,
  version: 1,
  state: 'open',
  holding: 3,
  current: { startsAt: T0, endsAt: '2026-11-21T11:00:00Z' },
  createdBy: 'ann',
  createdAt: T0,
  updatedBy: 'ann',
  updatedAt: T0,
  ...over,
});

const aHeartbeat = (over: Partial<Heartbeat> = {}): Heartbeat => ({
  id: 'backup',
  name: 'Backup',
  everySeconds: 3600,
  graceSeconds: 1800,
  severity: 'P1',
  labels: {},
  matchers: ['alertname=Watchdog'],
  provisioned: false,
  state: 'late',
  lateSince: T0,
  createdBy: 'ann',
  createdAt: T0,
  ...over,
});

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
});

describe('maintenance windows in the settings', () => {
  it('shows a preview first, plans the window, and cancels one after a question', async () => {
    const sent: unknown[] = [];
    server.use(
      route('GET /maintenance', () => ({ body: { windows: [aWindow()] } })),
      route('POST /maintenance/preview', () => ({
        body: {
          firing: [{ name: 'Down', labels: {}, severity: 'P1', startsAt: T0, incident: 4 }],
          firingCount: 1,
          recent: [{ name: 'Down', count: 5, lastAt: T0 }],
          recentCount: 5,
          partial: false,
          next: [],
        },
      })),
      route('POST /maintenance', ({ body }) => {
        sent.push(body);
        return { status: 201, body: aWindow() };
      }),
      route('DELETE /maintenance/:id', () => {
        sent.push('cancel');
        return { body: aWindow({ state: 'cancelled' }) };
      })
    );
    const { user } = renderApp('settings/quiet');

    expect(await screen.findByText(/Alerts held back now: 3/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Plan maintenance' }));
    await user.click(screen.getByLabelText('What is done'));
    await user.paste('Disks');
    await user.click(screen.getByLabelText(/Alerts that it is about/));
    await user.paste('node=a\nseverity!=P0');
    await user.click(screen.getByRole('button', { name: 'Preview' }));
    expect(await screen.findByText(/Firing now: 1/)).toBeInTheDocument();
    expect(screen.getByText('Down × 5')).toBeInTheDocument();
    expect(sent).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Plan' }));
    await waitFor(() =>
      expect(sent).toEqual([
        expect.objectContaining({ name: 'Disks', matchers: ['node=a', 'severity!=P0'], effect: 'suppress' }),
      ])
    );

    await user.click(screen.getByRole('button', { name: 'Cancel window' }));
    expect(sent).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Cancel it' }));
    await waitFor(() => expect(sent).toContain('cancel'));
  });

  it('shows at its field what the backend refuses', async () => {
    server.use(
      route('POST /maintenance', () =>
        refusal(400, { code: 'bad_matcher', message: 'This is no matcher.', field: 'matchers[0]' })
      )
    );
    const { user } = renderApp('settings/quiet');
    await user.click(await screen.findByRole('button', { name: 'Plan maintenance' }));
    await user.click(screen.getByRole('button', { name: 'Plan' }));

    expect((await screen.findAllByText('This is no matcher.')).length).toBeGreaterThan(1);
  });

  it('lets viewers look, and says why they cannot plan', async () => {
    config.bootData.user.orgRole = OrgRole.Viewer;
    server.use(route('GET /maintenance', () => ({ body: { windows: [aWindow()] } })));
    renderApp('settings/quiet');

    expect(await screen.findByText('Upgrade')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Plan maintenance' })).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByRole('button', { name: 'Cancel window' })).toHaveAttribute('aria-disabled', 'true');
  });
});

describe('heartbeats in the settings', () => {
  it('lists state and last beat, and adds one', async () => {
    const sent: unknown[] = [];
    server.use(
      route('GET /heartbeats', () => ({ body: { heartbeats: [aHeartbeat()] } })),
      route('POST /heartbeats', ({ body }) => {
        sent.push(body);
        return { status: 201, body: aHeartbeat() };
      })
    );
    const { user } = renderApp('settings/quiet');

    expect(await screen.findByText('Missing')).toBeInTheDocument();
    expect(screen.getByText(/Never heard of/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Expect a heartbeat' }));
    await user.click(screen.getByLabelText('What has to be heard of'));
    await user.paste('Watchdog');
    await user.click(screen.getByLabelText(/By alerts that fire/));
    await user.paste('alertname=Watchdog');
    await user.click(screen.getByRole('button', { name: 'Expect it' }));
    await waitFor(() =>
      expect(sent).toEqual([{ name: 'Watchdog', everySeconds: 300, severity: 'P1', matchers: ['alertname=Watchdog'] }])
    );
  });
});

describe('what arrives at a source', () => {
  it('shows dead letters as text, replays and forgets them', async () => {
    const body = '<img src=x onerror=alert(1)>';
    const stats = { ...aSource().stats, deadLetters: 1, limited: 4, lastLimitedAt: new Date().toISOString() };
    const sent: string[] = [];
    server.use(
      route('GET /sources', () => ({ body: { sources: [aSource({ stats })] } })),
      route('GET /sources/:id/dead-letters', () => ({
        body: { letters: [{ id: 9, receivedAt: T0, reason: 'Not a list.', body, truncated: false }] },
      })),
      route('POST /sources/:id/dead-letters/:letter/replay', () => {
        sent.push('replay');
        return refusal(422, { code: 'unknown_shape', message: 'Still not a list.' });
      }),
      route('DELETE /sources/:id/dead-letters/:letter', () => {
        sent.push('forget');
        return { status: 204 };
      })
    );
    const { user } = renderApp('settings/sources');

    expect(await screen.findByText(/deliveries refused so far: 4/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /could not be used: 1/ }));
    expect(await screen.findByText(body)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Replay' }));
    expect(await screen.findByText('Still not a list.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Forget' }));
    await waitFor(() => expect(sent).toEqual(['replay', 'forget']));
  });
});
