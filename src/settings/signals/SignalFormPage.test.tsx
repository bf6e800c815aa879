import { OrgRole } from '@grafana/data';
import { config, locationService } from '@grafana/runtime';
import { act, screen, waitFor, within } from '@testing-library/react';

import { type SignalCheck } from '../../api/types';
import { refusal, route } from '../../test/api';
import { aSample } from '../../test/dataSources';
import { fakeSources } from '../../test/fakeSources';
import { anOwnRecord, aSignal, aSummary } from '../../test/fixtures';
import { here, renderApp } from '../../test/render';
import { server } from '../../test/server';

/** A backend that finds this about every signal; returns what was checked and what was stored. */
function backend(check: SignalCheck = { valid: true, problems: [], signal: aSignal() }) {
  const checked: unknown[] = [];
  const stored: unknown[] = [];
  server.use(
    route('POST /catalog/check', ({ body }) => {
      checked.push(body);
      return { body: check };
    }),
    route('PUT /catalog/own/:id', ({ body }) => {
      stored.push(body);
      return { body: anOwnRecord() };
    })
  );
  return { checked, stored };
}

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
  fakeSources({ uid: 'prom', type: 'prometheus', name: 'Prom', answer: () => [aSample({}, 1)] });
  // The options of a Combobox are drawn for as much room as there is.
  jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(300);
  jest.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(300);
});

afterEach(() => jest.restoreAllMocks());

type User = ReturnType<typeof renderApp>['user'];

/** As people paste it: one change instead of one for each letter. */
async function fill(user: User, field: HTMLElement, text: string) {
  await user.clear(field);
  await user.click(field);
  await user.paste(text);
}

const box = (name: string | RegExp) => screen.getByRole('textbox', { name });

describe('the form', () => {
  it('adds a signal', async () => {
    const { stored } = backend();
    const { user } = renderApp('settings/signal');

    await fill(user, await screen.findByRole('textbox', { name: /^Id/ }), 'shop-orders');
    await fill(user, box('Title'), 'Orders');
    await user.click(screen.getByRole('combobox', { name: 'Group' }));
    await user.click(await screen.findByRole('option', { name: 'Requests' }));
    await fill(user, box(/^Why it is watched/), 'Money.');
    await user.click(screen.getByRole('button', { name: 'Add a query' }));
    const query = within(screen.getByRole('group', { name: /^Query 1/ }));
    const field = (name: string) => query.getByRole('textbox', { name });
    await fill(user, field('PromQL'), 'rate(orders_total[5m])');
    await fill(user, field('Exporter'), 'shop');
    await fill(user, field('Legend'), 'x');
    await fill(user, field('Metrics that must exist'), 'orders_total');
    await user.click(screen.getByRole('button', { name: 'Save' }));

    await waitFor(() => expect(here()).toBe('settings/signals'));
    expect(stored).toEqual([
      {
        signal: {
          id: 'shop-orders',
          layer: 'application',
          group: 'requests',
          title: 'Orders',
          why: 'Money.',
          unit: 'short',
          visualisation: 'timeseries',
          providers: {
            prometheus: [{ source: 'shop', expr: 'rate(orders_total[5m])', legend: 'x', needs: ['orders_total'] }],
          },
        },
      },
    ]);
  });

  it('shows what is wrong with the shape before anything is sent', async () => {
    const { stored } = backend();
    const { user } = renderApp('settings/signal');

    await user.click(await screen.findByRole('button', { name: 'Save' }));

    expect(await screen.findByText(/2 to 63 small letters/)).toBeInTheDocument();
    expect(screen.getByText('Give it a query for at least one data source')).toBeInTheDocument();
    expect(stored).toEqual([]);
  });

  it('changes only what is different of a built-in signal, and shows the problems of the backend at their fields', async () => {
    const { checked, stored } = backend({
      valid: false,
      problems: [
        { field: 'providers.prometheus[0].expr', message: 'unexpected end of input' },
        { field: '', message: 'too many signals' },
      ],
    });
    const { user } = renderApp('settings/signal?id=http-5xx-ratio');

    const expr = await screen.findByRole('textbox', { name: 'PromQL' });
    await fill(user, expr, 'rate(');

    expect(await screen.findByText('unexpected end of input')).toBeInTheDocument();
    expect(screen.getByText(/too many signals/)).toBeInTheDocument();
    expect(expr).toHaveAttribute('aria-invalid', 'true');
    const provider = { ...aSignal().providers.prometheus?.[0], expr: 'rate(' };
    await waitFor(() =>
      expect(checked.at(-1)).toEqual({ id: 'http-5xx-ratio', providers: { prometheus: [provider] } })
    );
    expect(screen.getByRole('textbox', { name: /^Id/ })).toBeDisabled();

    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(stored).toHaveLength(1));
  });

  it('draws the panel that the layer page would draw', async () => {
    backend();
    const asked = fakeSources({ uid: 'prom', type: 'prometheus', name: 'Prom' });
    renderApp('settings/signal?id=http-5xx-ratio');

    await waitFor(() => expect(asked.length).toBeGreaterThan(0));
    expect(asked[0]).toMatchObject({ expr: expect.stringContaining('service_name=~".*"') });
  });

  it('has the fields of an alert once it has one', async () => {
    backend();
    const { user } = renderApp('settings/signal');
    const alert = await screen.findByRole('switch', { name: 'It has an alert' });
    expect(alert).not.toBeChecked();

    await user.click(alert);

    expect(alert).toBeChecked();
    expect(screen.getByRole('textbox', { name: /^PromQL of the condition/ })).toBeInTheDocument();
  });

  it('says when no data source has a query in it', async () => {
    backend();
    fakeSources();
    renderApp('settings/signal?id=http-5xx-ratio');

    expect(await screen.findByText('No data source can answer its queries')).toBeInTheDocument();
  });

  it('lets choose between both when somebody else was faster', async () => {
    backend();
    const theirs = anOwnRecord({ signal: { id: 'http-5xx-ratio', title: 'Theirs' }, version: 9 });
    let version = 4;
    const stored: unknown[] = [];
    server.use(
      route('GET /catalog/own', () => ({ body: { signals: [version === 9 ? theirs : anOwnRecord({ version })] } })),
      route('PUT /catalog/own/:id', ({ body }) => {
        stored.push(body);
        if (version === 4) {
          version = 9;
          return refusal(409, { code: 'stale_version', message: 'Version 9 is stored.' });
        }
        return { body: theirs };
      })
    );
    const { user } = renderApp('settings/signal?id=http-5xx-ratio');
    await user.type(await screen.findByRole('textbox', { name: 'Title' }), '!');
    await user.click(screen.getByRole('button', { name: 'Save' }));

    expect(await screen.findByText(/Somebody else changed it/)).toBeInTheDocument();
    expect(await screen.findByText(/"title": "Theirs"/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Take theirs and drop mine' }));

    expect(await screen.findByDisplayValue('Theirs')).toBeInTheDocument();
    expect(stored).toEqual([{ signal: { id: 'http-5xx-ratio', title: 'Server error ratio (5xx)!' }, version: 4 }]);
  });

  it('asks before unsaved changes are left', async () => {
    backend();
    const { user } = renderApp('settings/signal?id=http-5xx-ratio');
    await user.type(await screen.findByRole('textbox', { name: 'Title' }), '!');

    act(() => locationService.push('/a/strata-sre-app/coverage'));
    expect(await screen.findByText('Leave without saving?')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Stay' }));
    expect(here()).toBe('settings/signal?id=http-5xx-ratio');

    act(() => locationService.push('/a/strata-sre-app/coverage'));
    await user.click(await screen.findByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(here()).toBe('coverage'));
  });

  it('is left without a question when nothing was changed', async () => {
    backend();
    const { user } = renderApp('settings/signal?id=http-5xx-ratio');

    await user.click(await screen.findByRole('button', { name: 'Cancel' }));

    await waitFor(() => expect(here()).toBe('settings/signals'));
  });

  it('is not there for what a file sets, for what does not exist, and for others than administrators', async () => {
    server.use(route('GET /catalog/own', () => ({ body: { signals: [anOwnRecord({ provisioned: true })] } })));
    const provisioned = renderApp('settings/signal?id=http-5xx-ratio');
    expect(await screen.findByText('A provisioning file sets this signal')).toBeInTheDocument();
    provisioned.unmount();

    const unknown = renderApp('settings/signal?id=gone');
    expect(await screen.findByText('There is no signal "gone"')).toBeInTheDocument();
    unknown.unmount();

    config.bootData.user.orgRole = OrgRole.Editor;
    renderApp('settings/signal?id=http-5xx-ratio');
    expect(await screen.findByText('Signals are changed by administrators')).toBeInTheDocument();
  });

  it('opens an own signal that the catalog left out, to mend it', async () => {
    backend();
    const bad = anOwnRecord({
      signal: { id: 'shop-orders', title: 'Orders', layer: 'network' },
      problems: [{ field: 'providers', message: 'is missing' }],
    });
    server.use(route('GET /catalog/own', () => ({ body: { signals: [bad] } })));
    renderApp('settings/signal?id=shop-orders');

    expect(await screen.findByDisplayValue('Orders')).toBeInTheDocument();
    expect(screen.getByRole('radio', { name: 'Network' })).toBeChecked();
  });
});

describe('the list', () => {
  const records = [
    anOwnRecord({ signal: { id: 'http-5xx-ratio', alert: { value: 0.2 } } }),
    anOwnRecord({ signal: { id: 'shop-orders', title: 'Orders', enabled: false }, provisioned: true, version: 1 }),
  ];

  function listOf(signals = records) {
    const stored: unknown[] = [];
    server.use(
      route('GET /catalog/own', () => ({ body: { signals } })),
      route('GET /catalog/index', () => ({ body: { signals: [aSummary({ origin: 'changed' })], groups: [] } })),
      route('PUT /catalog/own/:id', ({ body }) => {
        stored.push(body);
        return { body: anOwnRecord() };
      }),
      route('DELETE /catalog/own/:id', ({ url, params }) => {
        stored.push(`delete ${String(params.id)}${url.search}`);
        return { status: 204 };
      })
    );
    return stored;
  }

  const card = (name: string) => {
    const item = screen.getByRole('heading', { name }).closest('li');
    if (!item) {
      throw new Error(`no card ${name}`);
    }
    return within(item);
  };

  it('explains itself while it is empty', async () => {
    renderApp('settings/signals');

    expect(await screen.findByText('Only the built-in catalog')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Add a signal' })).toHaveAttribute(
      'href',
      expect.stringContaining('/a/strata-sre-app/settings/signal')
    );
  });

  it('says what is changed, switches off, and puts the built-in one back after a question', async () => {
    const stored = listOf();
    const { user } = renderApp('settings/signals');

    expect(await screen.findByText('Changes: alert.value')).toBeInTheDocument();
    await user.click(card('Server error ratio (5xx)').getByRole('button', { name: 'Switch off' }));
    await waitFor(() =>
      expect(stored).toEqual([{ signal: { id: 'http-5xx-ratio', alert: { value: 0.2 }, enabled: false }, version: 4 }])
    );
    await user.click(card('Server error ratio (5xx)').getByRole('button', { name: 'Use the built-in one again' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Use the built-in one again' }));
    await waitFor(() => expect(stored.at(-1)).toBe('delete http-5xx-ratio?version=4'));
  });

  it('does not change what a file sets', async () => {
    listOf();
    renderApp('settings/signals');

    await screen.findByText('Provisioned');
    expect(card('Orders').getByRole('button', { name: 'Switch on' })).toHaveAttribute('aria-disabled', 'true');
    expect(card('Orders').getByText('Switched off')).toBeInTheDocument();
  });

  it('says why one is not in effect', async () => {
    listOf([anOwnRecord({ problems: [{ field: 'alert.for', message: 'must be a duration' }] })]);
    renderApp('settings/signals');

    expect(await screen.findByText('Not in effect')).toBeInTheDocument();
    expect(screen.getByText('must be a duration')).toBeInTheDocument();
  });

  it('is read by everybody, and changed by administrators', async () => {
    config.bootData.user.orgRole = OrgRole.Viewer;
    listOf();
    renderApp('settings/signals');

    await screen.findByText('Changes: alert.value');
    expect(screen.queryByRole('link', { name: 'Add a signal' })).not.toBeInTheDocument();
    expect(card('Server error ratio (5xx)').getByRole('button', { name: 'Switch off' })).toHaveAttribute(
      'aria-disabled',
      'true'
    );
  });

  it('is copied as a provisioning file', async () => {
    listOf();
    const { user } = renderApp('settings/signals');
    const copied = jest.spyOn(navigator.clipboard, 'writeText');

    await user.click(await screen.findByRole('button', { name: 'Copy as provisioning YAML' }));

    expect(await screen.findByText(/^Copied/)).toBeInTheDocument();
    expect(copied).toHaveBeenCalledWith(expect.stringContaining('- id: http-5xx-ratio'));
  });
});
