import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';

import { type Channel, type DeadMessage } from '../../api/types';
import { refusal, route } from '../../test/api';
import { renderApp } from '../../test/render';
import { server } from '../../test/server';

const T0 = '2026-08-01T10:00:00Z';

function aChannel(over: Partial<Channel> = {}): Channel {
  return {
    name: 'ops',
    kind: 'slack',
    where: 'hooks.slack.com',
    state: 'ok',
    circuit: 'closed',
    waiting: 0,
    dead: 0,
    lastSentAt: T0,
    ...over,
  };
}

function aDead(over: Partial<DeadMessage> = {}): DeadMessage {
  return {
    id: 7,
    incident: 42,
    channel: 'ops',
    kind: 'update',
    subject: 'Cart is down',
    to: ['ann'],
    attempts: 31,
    error: 'The answer was 404 Not Found.',
    createdAt: T0,
    deadAt: T0,
    ...over,
  };
}

function channelsAre(...channels: Channel[]) {
  server.use(route('GET /channels', () => ({ body: { channels } })));
}

async function card(name: string) {
  const heading = await screen.findByRole('heading', { name });
  const item = heading.closest('li');
  if (!item) {
    throw new Error(`${name} is in no list`);
  }
  return within(item);
}

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
});

describe('Channels in the settings', () => {
  it('shows how each channel does', async () => {
    channelsAre(
      aChannel(),
      aChannel({
        name: 'mail',
        kind: 'email',
        state: 'failing',
        circuit: 'open',
        waiting: 3,
        dead: 1,
        oldestAt: T0,
        lastFailedAt: T0,
        lastError: 'The mail server did not answer within 10s.',
      }),
      aChannel({
        name: 'fax',
        kind: undefined,
        state: 'broken',
        lastSentAt: undefined,
        problem: {
          code: 'bad_settings',
          message: '"fax" is not a kind of channel.',
          field: 'jsonData.channels[2].kind',
          fix: 'Use webhook.',
        },
      })
    );
    renderApp('settings/channels');

    expect((await card('ops')).getByText('Works')).toBeInTheDocument();
    const mail = await card('mail');
    expect(mail.getByText(/Waiting: 3 · given up: 1/)).toBeInTheDocument();
    expect(mail.getByText(/did not answer within 10s/)).toBeInTheDocument();
    expect(mail.getByText('Rests after too many failures; messages wait')).toBeInTheDocument();
    const fax = await card('fax');
    expect(fax.getByText('jsonData.channels[2].kind')).toBeInTheDocument();
    expect(fax.getByRole('button', { name: 'Send a test message to fax' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('sends a test and says what came of it', async () => {
    channelsAre(aChannel());
    const answers = [
      { sent: true, message: 'Sent to Ann.', took: 120 },
      { sent: false, message: 'The answer was 404 Not Found.', took: 80 },
    ];
    server.use(route('POST /channels/:name/test', () => ({ body: answers.shift() ?? {} })));
    const { user } = renderApp('settings/channels');
    const button = (await card('ops')).getByRole('button', { name: 'Send a test message to ops' });

    await user.click(button);
    expect(await screen.findByText('Sent to Ann. (120 ms)')).toBeInTheDocument();
    await user.click(button);
    expect(await screen.findByText('The answer was 404 Not Found. (80 ms)')).toBeInTheDocument();
  });

  it('says why a test could not be made', async () => {
    channelsAre(aChannel());
    server.use(
      route('POST /channels/:name/test', () => refusal(404, { code: 'not_found', message: 'There is no channel.' }))
    );
    const { user } = renderApp('settings/channels');
    await user.click((await card('ops')).getByRole('button', { name: 'Send a test message to ops' }));
    expect(await screen.findByText('There is no channel.')).toBeInTheDocument();
  });

  it('lets editors look but not send', async () => {
    config.bootData.user.orgRole = OrgRole.Editor;
    channelsAre(aChannel());
    renderApp('settings/channels');
    expect((await card('ops')).getByRole('button', { name: 'Send a test message to ops' })).toHaveAttribute(
      'aria-disabled',
      'true'
    );
  });

  it('sends messages again, or forgets them', async () => {
    const seen: string[] = [];
    let messages = [aDead(), aDead({ id: 8, subject: 'Pay is down', incident: undefined })];
    server.use(
      route('GET /outbox/dead', () => ({ body: { messages } })),
      route('POST /outbox/:id/replay', ({ url }) => {
        seen.push(`replay ${url.pathname.split('/').at(-2)}`);
        messages = messages.filter((m) => m.id !== 7);
        return { status: 204 };
      }),
      route('DELETE /outbox/:id', ({ url }) => {
        seen.push(`forget ${url.pathname.split('/').at(-1)}`);
        messages = [];
        return { status: 204 };
      })
    );
    const { user } = renderApp('settings/channels');

    expect(await screen.findByRole('link', { name: 'Incident 42' })).toHaveAttribute(
      'href',
      expect.stringContaining('/incidents/42')
    );
    await user.click(screen.getByRole('button', { name: 'Send “Cart is down” again' }));
    await waitFor(() => expect(screen.queryByText('Cart is down')).not.toBeInTheDocument());
    await user.click(screen.getByRole('button', { name: 'Forget “Pay is down”' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Forget' }));
    await waitFor(() => expect(screen.queryByText('Messages that were given up')).not.toBeInTheDocument());
    expect(seen).toEqual(['replay 7', 'forget 8']);
  });

  it('says that there are none', async () => {
    renderApp('settings/channels');
    expect(await screen.findByText('No channel yet')).toBeInTheDocument();
    expect(await screen.findByText('No rotation yet')).toBeInTheDocument();
  });

  it('offers another try when they cannot be loaded', async () => {
    let down = true;
    server.use(
      route('GET /channels', () =>
        down
          ? refusal(503, { code: 'store_unavailable', message: 'The store is down.' })
          : { body: { channels: [aChannel()] } }
      )
    );
    const { user } = renderApp('settings/channels');
    const failed = await screen.findByText('The channels could not be loaded');
    down = false;
    const alert = failed.closest<HTMLElement>('[role="alert"]');
    await user.click(within(alert ?? document.body).getByRole('button', { name: 'Retry' }));
    expect((await card('ops')).getByText('Works')).toBeInTheDocument();
  });
});

describe('On call in the settings', () => {
  it('shows who is on call now and next', async () => {
    const ann = { login: 'ann', name: 'Ann', from: T0, until: '2026-08-08T10:00:00Z', override: true };
    server.use(
      route('GET /on-call', () => ({
        body: {
          rotations: [
            { rotation: 'shop', now: ann, next: { login: 'bob', from: ann.until, override: false } },
            { rotation: 'empty' },
          ],
        },
      }))
    );
    renderApp('settings/channels');

    const shop = (await screen.findByText('shop')).closest('div');
    expect(shop).toHaveTextContent(/Ann until .*Stands in.*Next: bob from/);
    expect(screen.getByText('Nobody is on call')).toBeInTheDocument();
  });

  it('shows the next weeks by the clocks of the rotation, with gaps', async () => {
    const shift = (login: string, from: string, until: string) => ({ login, from, until, override: false });
    const shifts = [
      shift('ann', '2026-10-19T07:00:00Z', '2026-10-26T08:00:00Z'),
      shift('bob', '2026-10-27T08:00:00Z', '2026-11-02T08:00:00Z'),
    ];
    server.use(
      route('GET /on-call', () => ({ body: { rotations: [{ rotation: 'shop' }] } })),
      route('GET /on-call/schedule', () => ({
        body: { rotations: [{ rotation: 'shop', timeZone: 'Europe/Vienna', shifts, more: true }] },
      }))
    );
    const { user } = renderApp('settings/channels');

    await user.click(await screen.findByRole('button', { name: 'The next 4 weeks' }));

    const table = await screen.findByRole('table', { name: /shop \(times of Europe\/Vienna\)/ });
    const rows = within(table).getAllByRole('row');
    expect(rows[1]).toHaveTextContent(/Mon 2026-10-19 09:00 .*ann/);
    expect(rows[2]).toHaveTextContent(/Mon 2026-10-26 09:00 .*Nobody is on call/);
    expect(rows[3]).toHaveTextContent(/Tue 2026-10-27 09:00 .*bob/);
    expect(screen.getByText('Later shifts are left out.')).toBeInTheDocument();
  });
});
