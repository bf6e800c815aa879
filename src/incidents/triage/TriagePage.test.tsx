import { config } from '@grafana/runtime';
import { OrgRole } from '@grafana/data';
import { screen, waitFor, within } from '@testing-library/react';

import { type BulkChange, type BulkResult, type Incident } from '../../api/types';
import { type Answer, refusal, route } from '../../test/api';
import { anIncident, T0 } from '../../test/fixtures';
import { here, renderApp } from '../../test/render';
import { server } from '../../test/server';

const open: Incident[] = [
  anIncident({
    number: 1,
    title: 'Cart is slow',
    severity: 'P2',
    services: ['cart'],
    commander: 'ada',
    acknowledged: false,
    status: 'triage',
  }),
  anIncident({
    number: 2,
    title: 'Pay is down',
    severity: 'P0',
    services: ['pay'],
    acknowledged: false,
    status: 'triage',
  }),
  anIncident({
    number: 3,
    title: 'Mail is late',
    severity: 'P2',
    services: ['mail'],
    acknowledged: true,
    acknowledgedBy: 'ann',
  }),
];

/** jsdom has no layout, so a list that draws what is in view needs to be told how much that is. */
beforeEach(() => {
  jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  jest.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(800);
  config.bootData.user.orgRole = OrgRole.Editor;
  server.use(route('GET /board', () => ({ body: { seq: 5, at: T0, incidents: open, gone: [], truncated: false } })));
});

afterEach(() => jest.restoreAllMocks());

/** Answers bulk changes as the backend does, and remembers them. */
function bulk(answer: (change: BulkChange) => BulkResult | Answer = doAll): BulkChange[] {
  const seen: BulkChange[] = [];
  server.use(
    route('POST /incidents/bulk', ({ body }) => {
      seen.push(body as BulkChange);
      const result = answer(body as BulkChange);
      return 'results' in result ? { body: result as never } : result;
    })
  );
  return seen;
}

function doAll({ action, items, to, login }: BulkChange): BulkResult {
  const results = items.map(({ number, version }) => {
    const incident = open.find((one) => one.number === number) ?? anIncident();
    const acknowledged = action === 'acknowledge' || (action !== 'unacknowledge' && incident.acknowledged);
    return {
      number,
      done: true,
      incident: {
        ...incident,
        acknowledged,
        severity: to ?? incident.severity,
        commander: action === 'assign' ? login : incident.commander,
        version: version + 1,
      },
    };
  });
  return { results };
}

const lane = async (name: RegExp) => screen.findByRole('list', { name });
const titles = (list: HTMLElement) =>
  within(list)
    .getAllByRole('link')
    .map(({ textContent }) => textContent);

describe('TriagePage', () => {
  it('has a lane for each severity, in an order that stays', async () => {
    renderApp('triage');

    expect(titles(await lane(/^P0/))).toEqual(['#2 Pay is down']);
    expect(titles(await lane(/^P2/))).toEqual(['#1 Cart is slow', '#3 Mail is late']);
    expect(screen.getByText('2 open, 1 not acknowledged')).toBeInTheDocument();
    expect(screen.getByText('3 of 3 open')).toBeInTheDocument();
  });

  it('is worked on by keyboard alone: move, choose, acknowledge, undo', async () => {
    const seen = bulk();
    const { user } = renderApp('triage?view=dense');
    await lane(/^All/);
    screen.getByRole('group', { name: /Board/ }).focus();

    await user.keyboard('j');
    expect(screen.getByText('#2 Pay is down').closest('article')).toHaveAttribute('aria-current', 'true');
    await waitFor(() => expect(screen.getByText('#2 Pay is down')).toHaveFocus());
    await user.keyboard('xjxa');
    expect(await screen.findByText('2 incidents acknowledged.')).toBeInTheDocument();
    expect(seen[0]).toEqual({
      action: 'acknowledge',
      items: [
        { number: 2, version: open[1]?.version },
        { number: 1, version: open[0]?.version },
      ],
    });

    await user.keyboard('u');
    await waitFor(() => expect(seen[1]?.action).toBe('unacknowledge'));
    expect(seen[1]?.items.map(({ number }) => number)).toEqual([2, 1]);
  });

  it('names a commander of several, and gives each back who it was', async () => {
    config.bootData.user.login = 'ed';
    const seen = bulk();
    const { user } = renderApp('triage?view=dense');
    await lane(/^All/);
    screen.getByRole('group', { name: /Board/ }).focus();

    await user.keyboard('jxjxc');
    const login = within(await screen.findByRole('dialog')).getByLabelText(/Login of the commander/);
    expect(login).toHaveValue('ed');
    await user.clear(login);
    expect(screen.getByRole('button', { name: 'Do it' })).toBeDisabled();
    await user.type(login, 'zoe{Enter}');
    expect(await screen.findByText('zoe is commander of 2 incidents now.')).toBeInTheDocument();
    expect(seen[0]).toMatchObject({ action: 'assign', login: 'zoe', items: [{ number: 2 }, { number: 1 }] });

    await user.keyboard('u');
    await waitFor(() => expect(seen).toHaveLength(3));
    expect(seen.slice(1)).toMatchObject([
      { action: 'release', login: 'zoe', items: [{ number: 2 }] },
      { action: 'assign', login: 'ada', items: [{ number: 1 }] },
    ]);
  });

  it('leaves keys alone while somebody types, and opens the marked incident', async () => {
    const seen = bulk();
    const { user } = renderApp('triage');
    await lane(/^P0/);

    await user.type(screen.getByRole('textbox', { name: 'Words in the title' }), 'ja');
    expect(seen).toEqual([]);
    await user.clear(screen.getByRole('textbox', { name: 'Words in the title' }));
    await lane(/^P0/);
    screen.getByRole('group', { name: /Board/ }).focus();
    await user.keyboard('jo');
    expect(here()).toBe('incidents/2');
  });

  it('asks why before a severity is lowered, and says what was refused', async () => {
    const seen = bulk(({ items }) => ({
      results: [
        {
          number: items[0]?.number ?? 0,
          done: false,
          problem: { code: 'stale_version', message: 'Incident 2 was changed since you read it.' },
        },
      ],
    }));
    const { user } = renderApp('triage');
    await user.click(await screen.findByRole('checkbox', { name: 'Choose Pay is down' }));
    await user.click(screen.getByRole('button', { name: 'Severity …' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('radio', { name: 'P1' }));
    expect(within(dialog).getByRole('button', { name: 'Do it' })).toBeDisabled();
    await user.type(within(dialog).getByLabelText('Reason'), 'only one region{Enter}');

    expect(await screen.findByText('#2: Incident 2 was changed since you read it.')).toBeInTheDocument();
    expect(seen[0]).toMatchObject({ action: 'severity', to: 'P1', reason: 'only one region' });
    expect(screen.queryByRole('button', { name: 'Undo' })).not.toBeInTheDocument();
  });

  it('merges the others into the oldest of the worst', async () => {
    const seen = bulk();
    const { user } = renderApp('triage');
    await user.click(await screen.findByRole('checkbox', { name: 'Choose Cart is slow' }));
    await user.click(screen.getByRole('checkbox', { name: 'Choose Pay is down' }));
    await user.keyboard('m');
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Do it' }));

    await waitFor(() => expect(seen[0]).toMatchObject({ action: 'merge', into: 2, items: [{ number: 1 }] }));
  });

  it('shows a viewer why the buttons are off', async () => {
    config.bootData.user.orgRole = OrgRole.Viewer;
    const seen = bulk();
    const { user } = renderApp('triage');
    await lane(/^P0/);
    screen.getByRole('group', { name: /Board/ }).focus();
    await user.keyboard('ja');

    expect(seen).toEqual([]);
    const button = screen.getByRole('button', { name: 'Acknowledge' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await user.hover(button);
    expect(await screen.findByText('This needs the role Editor')).toBeInTheDocument();
  });

  it('filters by the address and says so when nothing is left', async () => {
    const { user } = renderApp('triage?severity=P3&kiosk=1');

    expect(await screen.findByText('No open incident matches')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'P3' }));
    expect(await screen.findByText('#2 Pay is down')).toBeInTheDocument();
    expect(here()).toBe('triage?kiosk=1');
  });

  it('says that the board could not be loaded', async () => {
    server.use(
      route('GET /board', () =>
        refusal(503, { code: 'store_unavailable', message: 'The disk is full.', fix: 'Make room.' })
      )
    );
    renderApp('triage');

    expect(await screen.findByText('The disk is full.', { exact: false })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /Retry|Try again/ })).toBeInTheDocument();
  });
});
