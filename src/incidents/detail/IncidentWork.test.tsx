import { config } from '@grafana/runtime';
import { OrgRole } from '@grafana/data';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';

import { type TimelineEntry } from '../../api/types';
import { route, type Seen } from '../../test/api';
import { fakePrometheus } from '../../test/dataSources';
import { aDetail, anEntry, anIncident, T0 } from '../../test/fixtures';
import { here, renderApp } from '../../test/render';
import { server } from '../../test/server';

const allowed = aDetail({
  allowed: ['acknowledge', 'resolve', 'severity', 'snooze', 'unsnooze', 'edit', 'merge', 'note'],
});

/** Remembers what was asked, as "METHOD path body". */
function recorded(detail = allowed) {
  const sent: Array<[string, unknown]> = [];
  const answer =
    (what: string) =>
    ({ body, url }: Seen) => {
      sent.push([`${what}${url.search}`, body]);
      return { body: detail };
    };
  server.use(
    route('GET /incidents/:number', () => ({ body: detail })),
    route('PATCH /incidents/:number', answer('edit')),
    route('POST /incidents/:number/acknowledge', answer('acknowledge')),
    route('POST /incidents/:number/snooze', answer('snooze')),
    route('DELETE /incidents/:number/snooze', answer('unsnooze'))
  );
  return sent;
}

const page = () => screen.findByRole('group', { name: /^Incident; press/ });

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Editor;
  fakePrometheus();
});

describe('the page of an incident', () => {
  it('is worked on by the keys of the board', async () => {
    const sent = recorded();
    const { user } = renderApp('incidents/7');
    expect(await page()).toHaveFocus();

    fireEvent.keyDown(await page(), { key: 'a', repeat: true });
    await user.keyboard('a');
    await waitFor(() => expect(sent).toEqual([['acknowledge', { version: 3 }]]));
    await user.keyboard('?');
    expect(await screen.findByText('Keys of this page')).toBeInTheDocument();
    await user.keyboard('{Escape}');
    await user.keyboard('n');
    expect(screen.getByRole('textbox', { name: /Add a note/ })).toHaveFocus();
    await user.keyboard('sea');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: /Add a note/ })).toHaveValue('sea');
  });

  it('snoozes with a reason, and ends the snooze', async () => {
    const sent = recorded();
    const { user } = renderApp('incidents/7');
    await page();
    await user.keyboard('s');
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('radio', { name: '4 h' }));
    expect(dialog.getByRole('button', { name: 'Snooze it' })).toBeDisabled();
    await user.type(dialog.getByRole('textbox'), 'The vendor is on it');
    await user.click(dialog.getByRole('button', { name: 'Snooze it' }));
    await waitFor(() =>
      expect(sent).toEqual([['snooze', { version: 3, minutes: 240, reason: 'The vendor is on it' }]])
    );
  });

  it('shows that it is snoozed, and ends that', async () => {
    const snoozed = aDetail({ ...allowed, incident: anIncident({ snoozedUntil: T0 }) });
    const sent = recorded(snoozed);
    const { user } = renderApp('incidents/7');
    await user.click(await screen.findByRole('button', { name: 'End the snooze' }));
    await user.click(await screen.findByRole('button', { name: 'End it now' }));
    await waitFor(() => expect(sent).toEqual([['unsnooze?version=3', undefined]]));
  });

  it('limits who may read it', async () => {
    const sent = recorded();
    const { user } = renderApp('incidents/7');
    await user.click(await screen.findByRole('button', { name: 'More' }));
    await user.click(await screen.findByRole('menuitem', { name: /^Who may read it/ }));
    await user.type(await screen.findByRole('textbox', { name: /Logins of those/ }), 'zoe, ada,');
    await user.click(screen.getByRole('button', { name: 'Set readers' }));
    await waitFor(() => expect(sent).toEqual([['edit', { version: 3, readers: ['zoe', 'ada'] }]]));
  });

  it('lists similar incidents with how they were solved', async () => {
    const incident = anIncident({
      number: 3,
      title: 'Cart was down',
      status: 'resolved',
      detectedAt: T0,
      resolvedAt: new Date(Date.parse(T0) + 20 * 60_000).toISOString(),
    });
    server.use(
      route('GET /incidents/:number/similar', () => ({
        body: {
          incidents: [
            {
              incident,
              sameGroup: true,
              alerts: ['Down'],
              services: [],
              runbooks: [{ id: 'restart', title: 'Restart it', helped: 2 }],
            },
          ],
        },
      }))
    );
    const { user } = renderApp('incidents/7');
    const item = (await screen.findByText('#3 Cart was down')).closest('li');
    expect(item).toHaveTextContent(/resolved after 20m · same group · same alerts: Down/);
    expect(item).toHaveTextContent('2 steps helped');
    await user.click(screen.getByRole('link', { name: /Restart it/ }));
    expect(here()).toBe('runbooks/restart');
  });
});

describe('the timeline', () => {
  const entries: TimelineEntry[] = [
    anEntry({ seq: 1, kind: 'alert_fired', body: 'Down fired for cart' }),
    anEntry({ seq: 2, kind: 'note', body: 'We look at the **database**' }),
  ];

  it('is filtered by topic and by words', async () => {
    server.use(route('GET /incidents/:number/timeline', () => ({ body: { entries } })));
    const { user } = renderApp('incidents/7');
    expect(await screen.findByText('Down fired for cart')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Notes' }));
    expect(screen.queryByText('Down fired for cart')).not.toBeInTheDocument();
    expect(screen.getByText('1 of 2')).toBeInTheDocument();
    await user.type(screen.getByRole('textbox', { name: 'Words in the timeline' }), 'nothing');
    expect(await screen.findByText('No entry matches the filter.')).toBeInTheDocument();
  });

  it('takes a corrected time from the entry that says so', async () => {
    const patched: unknown[] = [];
    const happened = new Date(Date.parse(entries[0]?.at ?? T0) - 60 * 60_000).toISOString();
    let known = entries;
    server.use(
      route('GET /incidents/:number/timeline', ({ url }) => ({
        body: { entries: known.filter(({ seq }) => seq > Number(url.searchParams.get('after'))) },
      })),
      route('PATCH /incidents/:number/timeline/:seq', ({ body, url }) => {
        patched.push(url.pathname.split('/').pop(), body);
        const data = { seq: 1, from: T0, to: happened };
        known = [...entries, anEntry({ seq: 3, kind: 'corrected', body: 'Corrected', data })];
        return { body: anEntry({ seq: 1, shownAt: happened }) };
      })
    );
    const { user } = renderApp('incidents/7');
    await user.click(await screen.findByRole('button', { name: 'Correct when entry 1 happened' }));
    await user.click(await screen.findByRole('button', { name: 'Correct' }));
    expect(await screen.findByText(/as corrected/)).toBeInTheDocument();
    expect(patched[0]).toBe('1');
  });
});
