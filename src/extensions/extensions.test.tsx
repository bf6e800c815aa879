import React, { type ComponentType, type ElementType } from 'react';
import { dateTime, OrgRole, type PluginExtensionEventHelpers } from '@grafana/data';
import { config, locationService, setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { plugin } from '../module';
import { route } from '../test/api';
import { aDetail, anEntry, anIncident } from '../test/fixtures';
import { here, HostRouter } from '../test/render';
import { server } from '../test/server';
import { type PanelContext } from './contexts';

const FROM = Date.UTC(2026, 7, 1, 10);
const TO = FROM + 3_600_000;

const panel: PanelContext = {
  id: 2,
  title: 'Errors',
  pluginId: 'timeseries',
  dashboard: { uid: 'shop', title: 'The shop', tags: [] },
  timeRange: { from: dateTime(FROM), to: dateTime(TO) },
  targets: [{ refId: 'A' }],
};

/** Uses a link as Grafana does, and draws the dialog that it opens. */
async function use(title: string, context?: object) {
  const openModal = jest.fn<void, [{ title: string; body: ElementType<{ onDismiss?: () => void }> }]>();
  const link = plugin.addedLinkConfigs.find((one) => one.title === title);
  const helpers = { context, openModal, extensionPointId: 'x' } as unknown as PluginExtensionEventHelpers;
  link?.onClick?.(undefined, helpers);
  await waitFor(() => expect(openModal).toHaveBeenCalled(), { timeout: 10_000 });
  const [{ body: Body }] = openModal.mock.calls[0] ?? [{ body: 'p' }];
  const onDismiss = jest.fn();
  await act(async () => {
    render(
      <HostRouter>
        <Body onDismiss={onDismiss} />
      </HostRouter>
    );
  });
  return { onDismiss, user: userEvent.setup({ delay: null }) };
}

interface Query {
  refId: string;
  expr?: string;
}

/** Grafana's sources, of which one fills in `$service`. */
function sources(fail?: string) {
  const get = async () => {
    if (fail) {
      throw new Error(fail);
    }
    return {
      getRef: () => ({ type: 'prometheus', uid: 'prom' }),
      interpolateVariablesInQueries: (queries: Query[]) =>
        queries.map((one) => ({ ...one, expr: 'up{service="cart"}' })),
    };
  };
  setDataSourceSrv({ get } as unknown as DataSourceSrv);
}

function pane(url: string) {
  const params = new URLSearchParams(url.split('?')[1]);
  return Object.values<{ datasource: string; queries: object[]; range: object }>(
    JSON.parse(params.get('panes') ?? '{}')
  )[0];
}

beforeEach(() => {
  sources();
  locationService.push('/d/shop?var-service=cart&var-cluster=a&var-cluster=b&refresh=5s');
});

describe('panel menu', () => {
  it('declares an incident with the panel and its query at that time', async () => {
    const sent: Array<Record<string, unknown>> = [];
    server.use(
      route('POST /incidents', ({ body }) => {
        sent.push(body as Record<string, unknown>);
        return { status: 201, body: aDetail({ incident: anIncident({ number: 12 }) }) };
      })
    );
    const { user, onDismiss } = await use('Declare incident', panel);
    expect(await screen.findByRole('textbox', { name: 'Title' })).toHaveValue('Errors (The shop)');
    expect(screen.getByRole('link', { name: 'Errors (The shop)' })).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Declare' }));

    await waitFor(() => expect(here()).toBe('incidents/12'));
    expect(onDismiss).toHaveBeenCalled();
    expect(sent).toHaveLength(1);
    const { links, ...rest } = sent[0] as { links: Array<{ title: string; url: string }> };
    expect(rest).toMatchObject({ title: 'Errors (The shop)', severity: 'P2', services: ['cart'] });
    expect(links[0]?.url).toBe(
      `/d/shop?var-service=cart&var-cluster=a&var-cluster=b&viewPanel=panel-2&from=${FROM}&to=${TO}`
    );
    expect(pane(links[1]?.url ?? '')).toEqual({
      datasource: 'prom',
      queries: [{ refId: 'A', expr: 'up{service="cart"}', datasource: { type: 'prometheus', uid: 'prom' } }],
      range: { from: String(FROM), to: String(TO) },
    });
  });

  it('attaches the panel to an incident that is searched', async () => {
    const sent: unknown[] = [];
    const asked: string[] = [];
    server.use(
      route('GET /incidents', ({ url }) => {
        asked.push(url.search);
        return { body: { incidents: [anIncident({ number: 7, title: 'Checkout fails' })] } };
      }),
      route('POST /incidents/:number/notes', ({ body, params }) => {
        sent.push([params.number, body]);
        return { status: 201, body: anEntry({ kind: 'note' }) };
      })
    );
    const { user } = await use('Add to incident', panel);
    expect(await screen.findByRole('button', { name: 'Choose an incident' })).toBeDisabled();
    await user.type(await screen.findByRole('textbox', { name: /Number or words/ }), 'check');
    await user.click(await screen.findByRole('button', { name: /#7 Checkout fails/ }));
    await user.click(screen.getByRole('button', { name: 'Add to #7' }));

    expect(await screen.findByText('It stands on the timeline of incident #7')).toBeInTheDocument();
    expect(asked.at(-1)).toBe('?state=open&q=check&limit=20');
    expect(sent).toEqual([
      [
        '7',
        {
          body: 'Seen in the panel Errors (The shop)',
          links: [
            expect.objectContaining({ title: 'Errors (The shop)' }),
            expect.objectContaining({ title: 'Query of Errors' }),
          ],
        },
      ],
    ]);
    expect(screen.getByRole('link', { name: 'Open incident' })).toHaveAttribute(
      'href',
      '/a/strata-sre-app/incidents/7'
    );
  });

  it('says why a query is not attached, and attaches the panel', async () => {
    sources('Data source gone was not found');
    await use('Declare incident', panel);

    expect(await screen.findByText('The query cannot be attached: Data source gone was not found')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Errors (The shop)' })).toBeInTheDocument();
  });

  it('explains to viewers why they cannot', async () => {
    config.bootData.user.orgRole = OrgRole.Viewer;
    const declared = jest.fn(() => ({ status: 201, body: aDetail() }));
    server.use(route('POST /incidents', declared));
    const { user } = await use('Declare incident', panel);

    const button = await screen.findByRole('button', { name: 'Declare' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await user.type(screen.getByRole('textbox', { name: 'Title' }), 'x{Enter}');
    await user.click(button);
    expect(declared).not.toHaveBeenCalled();
  });

  it('cuts a name to what a link may have', async () => {
    const title = 'x'.repeat(250);
    await use('Declare incident', { ...panel, title });

    const links = await screen.findAllByRole('link');
    expect(links.map(({ textContent }) => textContent?.length)).toEqual([200, 200]);
  });

  it('declares without what cannot be read', async () => {
    const unreadable = new Proxy(panel, {
      get: (target, key) => {
        if (key === 'timeRange') {
          throw new Error('No range');
        }
        return Reflect.get(target, key);
      },
    });
    await use('Declare incident', unreadable);

    expect(await screen.findByText('What was open could not be read: No range')).toBeInTheDocument();
  });
});

describe('Explore and rules', () => {
  it('attaches the query without a panel', async () => {
    await use('Declare incident (query)', { targets: panel.targets, timeRange: panel.timeRange });

    expect(await screen.findByRole('textbox', { name: 'Title' })).toHaveValue('');
    expect(screen.getAllByRole('link')).toHaveLength(1);
  });

  it('takes from a rule what is no template', async () => {
    await use('Declare incident for rule', {
      name: 'ErrorsHigh',
      labels: { severity: 'P1', service: '{{ $labels.s }}' },
      annotations: { summary: '{{ $value }} of it fails', runbook_url: 'https://wiki.example/x' },
    });

    expect(await screen.findByRole('textbox', { name: 'Title' })).toHaveValue('ErrorsHigh');
    expect(screen.getByRole('textbox', { name: /Services/ })).toHaveValue('');
    expect(screen.getByRole('textbox', { name: 'What is seen' })).toHaveValue('');
    expect(screen.getByRole('combobox', { name: 'Severity' })).toHaveValue('P1');
    expect(screen.getByRole('link', { name: 'Runbook' })).toHaveAttribute('href', 'https://wiki.example/x');
  });
});

describe('menu of a rule, which follows no path', () => {
  const click = (title: string, context: object) =>
    plugin.addedLinkConfigs
      .find((one) => one.title === title)
      ?.onClick?.(undefined, { context, extensionPointId: 'x' } as unknown as PluginExtensionEventHelpers);

  it('goes to the incident and to a runbook of Strata', () => {
    click('Open incident', { name: 'ErrorsHigh' });
    expect(here()).toBe('alert?label=alertname%3DErrorsHigh');

    click('Open runbook', { annotations: { runbook_url: 'https://g.example/sub/a/strata-sre-app/runbooks/app-down' } });
    expect(here()).toBe('runbooks/app-down');
  });

  it('opens other runbooks in a new tab, and nothing without one', () => {
    const open = jest.spyOn(window, 'open').mockReturnValue(null);
    click('Open runbook', { annotations: { runbook_url: 'https://wiki.example/x' } });
    click('Open runbook', { annotations: { runbook_url: 'javascript:alert(1)' } });

    expect(open.mock.calls).toEqual([['https://wiki.example/x', '_blank', 'noopener,noreferrer']]);
    open.mockRestore();
  });
});

describe('command palette', () => {
  it('goes to an incident by its number, whatever its state', async () => {
    server.use(
      route('GET /incidents', () => ({ body: { incidents: [] } })),
      route('GET /incidents/:number', () => ({
        body: aDetail({ incident: anIncident({ number: 31, title: 'Old', status: 'closed' }) }),
      }))
    );
    const { user, onDismiss } = await use('Strata: go to incident');
    await user.type(await screen.findByRole('textbox', { name: /Number or words/ }), '#31');
    await user.click(await screen.findByRole('button', { name: /#31 Old/ }));

    expect(here()).toBe('incidents/31');
    expect(onDismiss).toHaveBeenCalled();
  });
});

describe('components for other pages', () => {
  const draw = (Component: ComponentType<Record<string, unknown>>, props = {}) =>
    render(
      <HostRouter>
        <Component {...props} />
      </HostRouter>
    );
  const exposed = () => plugin.exposedComponentConfigs[0]?.component as ComponentType<Record<string, unknown>>;

  it('shows the open incidents of one service to another app', async () => {
    const asked: string[] = [];
    server.use(
      route('GET /incidents', ({ url }) => {
        asked.push(url.search);
        return { body: { incidents: [anIncident({ number: 7, title: 'Checkout fails' })], next: 'c' } };
      })
    );
    draw(exposed(), { service: 'cart & co', limit: 3 });

    expect(await screen.findByText('Checkout fails', { exact: false })).toBeInTheDocument();
    expect(asked[0]).toBe('?state=open&service=cart+%26+co&limit=3');
    expect(screen.getByRole('link', { name: 'All of them in Strata' })).toHaveAttribute(
      'href',
      '/a/strata-sre-app/incidents?service=cart+%26+co'
    );
  });

  it('says that a service has none', async () => {
    server.use(route('GET /incidents', () => ({ body: { incidents: [] } })));
    draw(exposed(), { service: 'cart' });

    expect(await screen.findByText('No open incidents of cart')).toBeInTheDocument();
  });

  it('sums up on the home page of Grafana Alerting', async () => {
    config.bootData.user.login = 'ada';
    server.use(
      route('GET /board', () => ({
        body: {
          seq: 1,
          truncated: false,
          gone: [],
          incidents: [
            anIncident({ number: 1, severity: 'P0', title: 'Mine', commander: 'ada' }),
            anIncident({ number: 2, severity: 'P0', title: 'Due', nextUpdateDue: '2020-01-01T00:00:00Z' }),
          ],
        },
      }))
    );
    draw(plugin.addedComponentConfigs[0]?.component as ComponentType<Record<string, unknown>>);

    expect(await screen.findByRole('link', { name: '#1 Mine' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: '#2 Due' })).toBeInTheDocument();
    expect(screen.getByText(/late$/)).toBeInTheDocument();
    expect(screen.queryByText('None is yours')).not.toBeInTheDocument();
  });
});
