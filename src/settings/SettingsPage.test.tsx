import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';

import { refusal, route } from '../test/api';
import { aSource } from '../test/fixtures';
import { renderApp } from '../test/render';
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
  it('shows the parts with what to do', async () => {
    renderApp('settings');

    expect(await screen.findByText(/SQLite, writable/)).toBeInTheDocument();
    expect(screen.getByText('Set one in the configuration of the app')).toBeInTheDocument();
  });

  it('says why others do not see it', async () => {
    config.bootData.user.orgRole = OrgRole.Editor;
    renderApp('settings');

    expect(await screen.findByText('Status and sources are for administrators')).toBeInTheDocument();
  });

  it('creates a source and shows its token once, with the receiver to paste', async () => {
    const seen = sourcesAre();
    const { user } = renderApp('settings');

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
    const { user } = renderApp('settings');
    await user.click(await screen.findByRole('button', { name: 'Create a source' }));
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Main');
    await user.click(screen.getByRole('button', { name: 'Create' }));

    expect(await screen.findByText('This name is taken.')).toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('Main');
  });

  it('asks before it makes a new token or deletes', async () => {
    const seen = sourcesAre(aSource());
    const { user } = renderApp('settings');

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
    const { user } = renderApp('settings');

    await user.click(await screen.findByRole('button', { name: 'Switch off' }));

    await waitFor(() => expect(seen).toEqual([{ enabled: false }]));
  });

  it('does not change what a file sets, and shows the last error', async () => {
    const stats = { ...aSource().stats, lastError: 'wrong_token' };
    sourcesAre(aSource({ provisioned: true, stats }));
    renderApp('settings');

    expect(await screen.findByRole('button', { name: 'Delete' })).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByText(/Last error: wrong_token/)).toBeInTheDocument();
  });
});
