import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';

import { refusal, route } from '../test/api';
import { fakeSources } from '../test/fakeSources';
import { anOwnRecord, aPack, aRule, aSummary } from '../test/fixtures';
import { here, renderApp } from '../test/render';
import { server } from '../test/server';

const METRIC = 'http_server_request_duration_seconds_count';

/** A backend with these rules; returns what the pack was asked for and what was stored. */
function packOf(rules = [aRule()]) {
  const asked: string[] = [];
  const stored: unknown[] = [];
  server.use(
    route('GET /alertpack', ({ url }) => {
      asked.push(url.search);
      return { body: aPack({ rules }) };
    }),
    route('PUT /catalog/own/:id', ({ body }) => {
      stored.push(body);
      return { body: anOwnRecord() };
    }),
    route('DELETE /catalog/own/:id', ({ url }) => {
      stored.push(`delete ${url.search}`);
      return { status: 204 };
    })
  );
  return { asked, stored };
}

const lastOf = (asked: string[]) => new URLSearchParams(asked.at(-1));

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
  fakeSources({ uid: 'prom', type: 'prometheus', name: 'Prom', names: [METRIC] });
});

describe('the file', () => {
  it('is made for the exporters that are there and for this Grafana', async () => {
    const { asked } = packOf();
    renderApp('alert-rules');

    expect(await screen.findByText('Found in Prom: OpenTelemetry.')).toBeInTheDocument();
    expect(await screen.findByRole('heading', { name: 'strata-alerts.yaml' })).toBeInTheDocument();
    expect(asked).toHaveLength(1);
    expect(Object.fromEntries(lastOf(asked))).toEqual({
      format: 'grafana',
      source: 'otel',
      datasource: 'prom',
      grafanaUrl: 'https://grafana.example/sub/',
    });
  });

  it('asks the Elasticsearch data source for rules on logs', async () => {
    fakeSources({ uid: 'prom', type: 'prometheus', names: [METRIC] }, { uid: 'es', type: 'elasticsearch' });
    const { asked } = packOf();
    renderApp('alert-rules');
    await screen.findByRole('heading', { name: 'strata-alerts.yaml' });

    expect(lastOf(asked).get('elasticsearch')).toBe('es');
  });

  it('is for Prometheus, of some layers, with the first choices, when that is wanted', async () => {
    const { asked } = packOf();
    const { user } = renderApp('alert-rules');
    await screen.findByRole('heading', { name: 'strata-alerts.yaml' });

    await user.click(screen.getByRole('radio', { name: 'Prometheus' }));
    await user.click(within(screen.getByRole('group', { name: 'Layers' })).getByText('eBPF'));
    await user.click(screen.getByRole('radio', { name: 'First choice' }));

    await waitFor(() => expect(here()).toBe('alert-rules?format=prometheus&layer=ebpf&exporters=default'));
    await waitFor(() =>
      expect(Object.fromEntries(lastOf(asked))).toEqual({
        format: 'prometheus',
        layer: 'ebpf',
        grafanaUrl: 'https://grafana.example/sub/',
      })
    );
  });

  it('says when the exporters could not be found out', async () => {
    fakeSources({ uid: 'prom', type: 'prometheus', name: 'Prom', down: 'connection refused' });
    packOf();
    renderApp('alert-rules');

    expect(await screen.findByText(/Prom could not be asked.*connection refused/)).toBeInTheDocument();
  });

  it('is shown and downloaded', async () => {
    packOf();
    const saved: Blob[] = [];
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`,
      revokeObjectURL: () => undefined,
    });
    const click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const { user } = renderApp('alert-rules');

    await user.click(await screen.findByRole('button', { name: 'Show YAML' }));
    expect(screen.getByLabelText('YAML of the rules')).toHaveTextContent('apiVersion: 1');
    await user.click(screen.getByRole('button', { name: 'Download' }));

    expect(saved[0]?.type).toBe('application/yaml;charset=utf-8');
    expect(click.mock.contexts[0]).toMatchObject({ download: 'strata-alerts.yaml' });
    click.mockRestore();
  });

  it('shows why it could not be made', async () => {
    packOf();
    server.use(route('GET /alertpack', () => refusal(500, { code: 'broken', message: 'It broke.' })));
    renderApp('alert-rules');

    expect(await screen.findByText('It broke.')).toBeInTheDocument();
  });
});

describe('a rule', () => {
  const change = { name: 'Change HttpServerErrorsHigh' };

  /** It can be changed once the own changes are known. */
  async function openEditor(user: ReturnType<typeof renderApp>['user']) {
    await waitFor(() => expect(screen.getByRole('button', change)).not.toHaveAttribute('aria-disabled', 'true'));
    await user.click(screen.getByRole('button', change));
  }

  it('gets another threshold, which is stored as an own change of its signal', async () => {
    const { stored } = packOf();
    const { user } = renderApp('alert-rules');

    await openEditor(user);
    const value = screen.getByRole('textbox', { name: /Threshold/ });
    await user.clear(value);
    await user.type(value, '0.2');
    expect(screen.getByText('That is 20%')).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'P2' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));

    await waitFor(() =>
      expect(stored).toEqual([{ signal: { id: 'http-5xx-ratio', alert: { value: 0.2, severity: 'P2' } } }])
    );
    await waitFor(() => expect(screen.queryByRole('form')).not.toBeInTheDocument());
  });

  it('refuses what is no number and no duration', async () => {
    const { stored } = packOf();
    const { user } = renderApp('alert-rules');

    await openEditor(user);
    await user.type(screen.getByRole('textbox', { name: /Threshold/ }), 'x');
    await user.type(screen.getByRole('textbox', { name: /^For/ }), ' minutes');
    await user.click(screen.getByRole('button', { name: 'Save' }));

    expect(await screen.findByText(/A number in the unit of the query/)).toBeInTheDocument();
    expect(screen.getByText(/A number and ms, s, m, h or d/)).toBeInTheDocument();
    expect(stored).toEqual([]);
  });

  it('says what to do when somebody else was faster', async () => {
    packOf();
    server.use(
      route('PUT /catalog/own/:id', () => refusal(409, { code: 'stale_version', message: 'Version 5 is stored.' }))
    );
    const { user } = renderApp('alert-rules');

    await openEditor(user);
    await user.clear(screen.getByRole('textbox', { name: /^For/ }));
    await user.type(screen.getByRole('textbox', { name: /^For/ }), '1m');
    await user.click(screen.getByRole('button', { name: 'Save' }));

    expect(await screen.findByText(/Somebody else changed it/)).toBeInTheDocument();
  });

  it('goes back to the built-in values, which deletes a change with nothing else in it', async () => {
    const { stored } = packOf([aRule({ changed: true })]);
    server.use(
      route('GET /catalog/index', () => ({ body: { signals: [aSummary({ origin: 'changed' })], groups: [] } })),
      route('GET /catalog/own', () => ({
        body: { signals: [anOwnRecord({ signal: { id: 'http-5xx-ratio', alert: { value: 1 } } })] },
      }))
    );
    const { user } = renderApp('alert-rules');

    expect(await screen.findByText('Changed')).toBeInTheDocument();
    await openEditor(user);
    await user.click(screen.getByRole('button', { name: 'Use the built-in values again' }));

    await waitFor(() => expect(stored).toEqual(['delete ?version=4']));
  });

  it('is switched off with the others of its signal, after a question', async () => {
    const { stored } = packOf();
    const { user } = renderApp('alert-rules');

    await openEditor(user);
    await user.click(screen.getByRole('button', { name: 'Switch the alert off' }));
    expect(stored).toEqual([]);
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Switch off' }));

    await waitFor(() => expect(stored).toEqual([{ signal: { id: 'http-5xx-ratio', alert: null } }]));
  });

  it('is not changed where a file sets it', async () => {
    packOf();
    server.use(route('GET /catalog/own', () => ({ body: { signals: [anOwnRecord({ provisioned: true })] } })));
    const { user } = renderApp('alert-rules');

    const button = await screen.findByRole('button', change);
    await user.hover(button);
    expect(await screen.findByText('A provisioning file sets this signal; change it there')).toBeInTheDocument();
    expect(button).toHaveAttribute('aria-disabled', 'true');
  });

  it('is found by a link to its signal', async () => {
    packOf([aRule(), aRule({ name: 'OtherHigh', signal: 'other' })]);
    const { user } = renderApp('alert-rules?signal=other');

    expect(await screen.findByText('OtherHigh')).toBeInTheDocument();
    expect(screen.queryByText('HttpServerErrorsHigh')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /show all/ }));
    expect(await screen.findByText('HttpServerErrorsHigh')).toBeInTheDocument();
  });
});

it('lists what is not in the file, and switches it on again', async () => {
  const { stored } = packOf([]);
  server.use(
    route('GET /catalog/index', () => ({ body: { signals: [aSummary({ enabled: false })], groups: [] } })),
    route('GET /catalog/own', () => ({
      body: { signals: [anOwnRecord({ signal: { id: 'http-5xx-ratio', enabled: false } })] },
    }))
  );
  const { user } = renderApp('alert-rules');

  await user.click(await screen.findByText('Signals whose alert is not in the file: 1'));
  await user.click(await screen.findByRole('button', { name: 'Switch on' }));

  await waitFor(() => expect(stored).toEqual(['delete ?version=4']));
});
