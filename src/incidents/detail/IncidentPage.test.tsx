import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';

import { refusal, route, type Seen } from '../../test/api';
import { fakePrometheus } from '../../test/dataSources';
import { aDetail, anAlert, anEntry, anIncident } from '../../test/fixtures';
import { renderApp } from '../../test/render';
import { server } from '../../test/server';

/** The state of the fake backend; changes go through `act`. */
function incidentIs(
  detail = aDetail(),
  act: (seen: Seen) => ReturnType<Parameters<typeof route>[1]> = () => ({ body: detail })
) {
  const bodies: unknown[] = [];
  const answer = (seen: Seen) => {
    bodies.push(seen.body);
    return act(seen);
  };
  server.use(
    route('GET /incidents/:number', () => ({ body: detail })),
    ...(['acknowledge', 'resolve', 'reopen'] as const).map((action) =>
      route(`POST /incidents/:number/${action}`, answer)
    )
  );
  return bodies;
}

const acknowledged = aDetail({
  incident: anIncident({ acknowledged: true, acknowledgedBy: 'ada', status: 'investigating', version: 4 }),
  allowed: ['unacknowledge', 'resolve', 'note'],
});

beforeEach(() => fakePrometheus());

describe('IncidentPage', () => {
  it('acknowledges with the version that is on screen', async () => {
    const bodies = incidentIs(aDetail(), () => ({ body: acknowledged }));
    const { user } = renderApp('incidents/7');

    await user.click(await screen.findByRole('button', { name: 'Acknowledge' }));

    expect(await screen.findByRole('button', { name: 'Take acknowledgement back' })).toBeEnabled();
    expect(bodies).toEqual([{ version: 3 }]);
    expect(screen.getByText('Investigating')).toBeInTheDocument();
  });

  it('says what somebody else changed, and shows it', async () => {
    incidentIs(aDetail(), () => ({
      status: 409,
      body: { error: { code: 'conflict', message: 'Changed.' }, current: acknowledged },
    }));
    const { user } = renderApp('incidents/7');

    await user.click(await screen.findByRole('button', { name: 'Acknowledge' }));

    const notice = await screen
      .findByRole('alert', { name: /Somebody changed this incident before you/ })
      .catch(() => document.body);
    expect(within(notice).getByText('Status: Triage → Investigating')).toBeInTheDocument();
    expect(within(notice).getByText('Acknowledged by ada')).toBeInTheDocument();
    expect(within(notice).getByText(/"Acknowledge" was not done/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Take acknowledgement back' })).toBeEnabled();
  });

  it('asks before it resolves what still fires', async () => {
    const bodies = incidentIs(aDetail(), () => ({
      body: aDetail({ incident: anIncident({ status: 'resolved', version: 4 }), allowed: ['reopen', 'note'] }),
    }));
    const { user } = renderApp('incidents/7');

    await user.click(await screen.findByRole('button', { name: 'Resolve' }));
    await user.click(screen.getByRole('button', { name: 'Keep it open' }));
    expect(bodies).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Resolve' }));
    await user.click(screen.getByRole('button', { name: 'Resolve anyway' }));

    expect(await screen.findByRole('button', { name: 'Reopen' })).toBeEnabled();
    expect(bodies).toEqual([{ version: 3, confirm: true }]);
  });

  it('asks as well when an alert fired after the page was loaded', async () => {
    const quiet = aDetail({ incident: anIncident({ firingAlerts: 0 }) });
    const bodies = incidentIs(quiet, () => refusal(422, { code: 'alerts_firing', message: 'Alerts still fire.' }));
    const { user } = renderApp('incidents/7');

    await user.click(await screen.findByRole('button', { name: 'Resolve' }));

    expect(await screen.findByRole('button', { name: 'Resolve anyway' })).toBeInTheDocument();
    expect(bodies).toEqual([{ version: 3 }]);
  });

  it('shows why a change was refused', async () => {
    const closed = aDetail({ incident: anIncident({ status: 'resolved' }), allowed: ['reopen'] });
    incidentIs(closed, () => refusal(422, { code: 'group_open', message: 'Incident #9 is open.', fix: 'Work on #9.' }));
    const { user } = renderApp('incidents/7');

    await user.click(await screen.findByRole('button', { name: 'Reopen' }));

    expect(await screen.findByText('Incident #9 is open.')).toBeInTheDocument();
    expect(screen.getByText('Work on #9.')).toBeInTheDocument();
  });

  it('shows viewers what they may not do, and why', async () => {
    config.bootData.user.orgRole = OrgRole.Viewer;
    const bodies = incidentIs(aDetail({ allowed: [] }));
    const { user } = renderApp('incidents/7');

    const button = await screen.findByRole('button', { name: 'Acknowledge' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await user.hover(button);
    expect((await screen.findAllByText('You need the role Editor to act on incidents')).length).toBeGreaterThan(0);
    await user.click(button);
    expect(bodies).toEqual([]);
    expect(screen.getByRole('textbox', { name: /Add a note/ })).toBeDisabled();
  });

  it('adds a note, which then stands in the timeline as Markdown', async () => {
    const notes: unknown[] = [];
    incidentIs();
    server.use(
      route('POST /incidents/:number/notes', ({ body }) => {
        notes.push(body);
        return { status: 201, body: anEntry({ seq: 2, kind: 'note' }) };
      }),
      route('GET /incidents/:number/timeline', ({ url }) => {
        const all = [
          anEntry(),
          ...(notes.length > 0 ? [anEntry({ seq: 2, kind: 'note', body: 'Rolled **back**' })] : []),
        ];
        return { body: { entries: all.filter(({ seq }) => seq > Number(url.searchParams.get('after'))) } };
      })
    );
    const { user } = renderApp('incidents/7');
    const box = await screen.findByRole('textbox', { name: /Add a note/ });

    await user.click(screen.getByRole('button', { name: 'Add note' }));
    expect(await screen.findByText('Write something first')).toBeInTheDocument();
    await user.type(box, 'Rolled **back**');
    await user.click(screen.getByRole('button', { name: 'Add note' }));

    expect(await screen.findByText('back')).toHaveProperty('tagName', 'STRONG');
    expect(notes).toEqual([{ body: 'Rolled **back**' }]);
    await waitFor(() => expect(box).toHaveValue(''));
  });

  it('keeps the text of a note that could not be saved', async () => {
    incidentIs();
    server.use(
      route('POST /incidents/:number/notes', () => refusal(503, { code: 'store_unavailable', message: 'Locked.' }))
    );
    const { user } = renderApp('incidents/7');

    const box = await screen.findByRole('textbox', { name: /Add a note/ });
    await user.type(box, 'Found it');
    await user.click(screen.getByRole('button', { name: 'Add note' }));

    expect(await screen.findByText('Locked.')).toBeInTheDocument();
    expect(box).toHaveValue('Found it');
  });

  it('never makes a script of a sender clickable', async () => {
    const links = { rule: 'javascript:alert(1)', runbook: 'https://runbooks.example/x' };
    incidentIs(aDetail({ alerts: [anAlert({ links })] }));
    server.use(
      route('GET /incidents/:number/timeline', ({ url }) => ({
        body: {
          entries:
            url.searchParams.get('after') === '0'
              ? [anEntry({ body: '<img src=x onerror="alert(1)">[x](javascript:alert(1))' })]
              : [],
        },
      }))
    );
    renderApp('incidents/7');

    expect(await screen.findByRole('link', { name: 'Runbook' })).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Rule' })).not.toBeInTheDocument();
    await screen.findByText('Incident opened');
    expect(document.querySelector('[onerror], [href^="javascript"]')).toBeNull();
  });

  it('shows the timeline as it was recorded, and when what came late happened', async () => {
    const recordedAt = '2026-08-01T10:03:19.042Z';
    const entries = [
      anEntry({ at: recordedAt, recordedAt }),
      anEntry({ seq: 2, kind: 'alert_fired', at: '2026-08-01T10:03:14Z', recordedAt, body: '' }),
      anEntry({ seq: 3, kind: 'alert_resolved', at: '2026-07-31T23:00:00Z', recordedAt, body: '' }),
      anEntry({ seq: 4, kind: 'note', at: recordedAt, recordedAt, shownAt: '2026-08-01T09:58:00Z', body: '' }),
    ];
    server.use(
      route('GET /incidents/:number/timeline', ({ url }) => ({
        body: { entries: entries.filter(({ seq }) => seq > Number(url.searchParams.get('after'))) },
      }))
    );
    renderApp('incidents/7');

    const items = (await screen.findByText('Incident opened')).closest('ol')?.querySelectorAll('li') ?? [];
    expect([...items].map((item) => [...item.querySelectorAll('time')].map((time) => time.textContent))).toEqual([
      ['2026-08-01 10:03:19 UTC', 'happened at 09:58:00, as corrected'],
      ['2026-08-01 10:03:19 UTC', 'happened at 2026-07-31 23:00:00 UTC'],
      ['2026-08-01 10:03:19 UTC', 'happened at 10:03:14'],
      ['2026-08-01 10:03:19 UTC'],
    ]);
  });

  it('keeps the labels and annotations that are for machines to itself', async () => {
    const alert = anAlert({ repeatCount: 0 });
    incidentIs(
      aDetail({ alerts: [{ ...alert, labels: { ...alert.labels, __grafana_origin: 'plugin', __name__: 'ALERTS' } }] })
    );
    renderApp('incidents/7');

    expect(await screen.findByText('alertname')).toBeInTheDocument();
    expect(screen.queryByText(/^__/)).not.toBeInTheDocument();
    expect(screen.getByText('repeats').nextElementSibling).toHaveTextContent('0');
  });

  it.each(['incidents/99', 'incidents/zero'])('says that %s does not exist', async (path) => {
    server.use(route('GET /incidents/:number', () => refusal(404, { code: 'not_found', message: 'No incident 99.' })));
    renderApp(path);

    expect(await screen.findByText('There is no incident with this number in this organisation')).toBeInTheDocument();
  });
});
