import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';

import { refusal, route } from '../test/api';
import { aSource } from '../test/fixtures';
import { here, renderApp } from '../test/render';
import { server } from '../test/server';

const TOKEN = 'st_ONLYONCE';

function sourcesAre(...sources: Array<ReturnType<typeof aSource>>) {
  const seen: unknown[] = [];
  server.use(
    route('GET /sources', () => ({ body: { sources } })),
    route('POST /sources', ({ body }) => {
      seen.push(body);
      return { status: 201, body: { source: aSource({ id: 'new', name: 'Main' }), token: TOKEN } };
    }),
    route('POST /sources/:id/rotate', () => {
      seen.push('rotate');
      return { body: { source: aSource(), token: TOKEN } };
    }),
    route('PATCH /sources/:id', ({ body }) => {
      seen.push(body);
      return { body: aSource() };
    }),
    route('DELETE /sources/:id', () => {
      seen.push('delete');
      return { status: 204 };
    })
  );
  return seen;
}

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
});

describe('SettingsPage', () => {
  it('opens with what works, and with what to do', async () => {
    renderApp('settings');

    expect(await screen.findByText(/SQLite, writable/)).toBeInTheDocument();
    expect(screen.getByText('Set one in the configuration of the app')).toBeInTheDocument();
  });

  it('says why others do not see it', async () => {
    config.bootData.user.orgRole = OrgRole.Editor;
    renderApp('settings/sources');

    expect(await screen.findByText('This is for administrators')).toBeInTheDocument();
    expect(screen.getByText(/“Sources” needs the role Admin/)).toBeInTheDocument();
  });

  it('has a link of its own for each tab, and keys that move between them', async () => {
    const { user } = renderApp('settings/quiet');

    expect(await screen.findByRole('heading', { name: 'Heartbeats' })).toBeInTheDocument();
    const tabs = screen.getAllByRole('tab');
    expect(tabs.map((tab) => tab.getAttribute('href'))).toContain('/a/strata-sre-app/settings/audit');
    expect(screen.getByRole('tab', { name: 'Quiet' })).toHaveAttribute('aria-selected', 'true');

    tabs[0]?.focus();
    await user.keyboard('{ArrowLeft}');
    expect(tabs.at(-1)).toHaveFocus();
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(screen.getByRole('tab', { name: 'Sources' })).toHaveFocus();
    await user.keyboard('{End}{Home}');
    expect(tabs[0]).toHaveFocus();
    await user.keyboard('{Alt>}{ArrowRight}{/Alt}');
    expect(tabs[0]).toHaveFocus();
  });

  it('leads from a tab that is not there to the first one', async () => {
    renderApp('settings/nonsense');

    await waitFor(() => expect(here()).toBe('settings/status'));
  });

  it('leads to the alert rules', async () => {
    renderApp('settings/alert-rules');

    expect(await screen.findByText(/have an alert: 1 of 1/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Thresholds and file' })).toHaveAttribute(
      'href',
      '/a/strata-sre-app/alert-rules'
    );
  });

  it('creates a source and shows its token once, with the receiver to paste', async () => {
    const seen = sourcesAre();
    const { user } = renderApp('settings/sources');

    await user.click(await screen.findByRole('button', { name: 'Create a source' }));
    await user.click(screen.getByRole('button', { name: 'Create' }));
    expect(await screen.findByText('Give it a name')).toBeInTheDocument();
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Main');
    await user.clear(screen.getByRole('textbox', { name: /One incident per/ }));
    await user.type(screen.getByRole('textbox', { name: /One incident per/ }), 'cluster, service ,cluster');
    await user.click(screen.getByRole('button', { name: 'Create' }));

    expect(await screen.findByTestId('source-token')).toHaveTextContent(TOKEN);
    expect(seen).toEqual([{ name: 'Main', kind: 'alertmanager', groupBy: ['cluster', 'service'] }]);
    expect(screen.getByText(/http_headers:/)).toHaveTextContent(`secrets: ["${TOKEN}"]`);
    expect(
      screen.getAllByText(/https:\/\/grafana.example\/sub\/api\/plugins\/strata-sre-app\/resources\/ingest\/new/)
    ).not.toHaveLength(0);

    await user.click(screen.getByRole('button', { name: 'Close alert' }));
    await waitFor(() => expect(screen.queryByText(new RegExp(TOKEN))).not.toBeInTheDocument());
  });

  it('keeps the form open when the source is refused', async () => {
    sourcesAre();
    server.use(
      route('POST /sources', () => refusal(422, { code: 'name_taken', message: 'This name is taken.', field: 'name' }))
    );
    const { user } = renderApp('settings/sources');
    await user.click(await screen.findByRole('button', { name: 'Create a source' }));
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Main');
    await user.click(screen.getByRole('button', { name: 'Create' }));

    expect(await screen.findByText('This name is taken.')).toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('Main');
  });

  it('asks before it makes a new token or deletes', async () => {
    const seen = sourcesAre(aSource());
    const { user } = renderApp('settings/sources');

    await user.click(await screen.findByRole('button', { name: 'New token' }));
    expect(seen).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Make a new token' }));
    expect(await screen.findByTestId('source-token')).toHaveTextContent(TOKEN);

    await user.click(screen.getByRole('button', { name: 'Delete' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(seen).toEqual(['rotate', 'delete']));
  });

  it('switches a source off', async () => {
    const seen = sourcesAre(aSource());
    const { user } = renderApp('settings/sources');

    await user.click(await screen.findByRole('button', { name: 'Switch off' }));

    await waitFor(() => expect(seen).toEqual([{ enabled: false }]));
  });

  it('does not change what a file sets, and shows the last error', async () => {
    const stats = { ...aSource().stats, lastError: 'wrong_token' };
    sourcesAre(aSource({ provisioned: true, stats }));
    renderApp('settings/sources');

    expect(await screen.findByRole('button', { name: 'Delete' })).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByText(/Last error: wrong_token/)).toBeInTheDocument();
  });
});
