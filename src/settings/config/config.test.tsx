import React from 'react';
import { type AppPluginMeta, type PluginConfigPageProps } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';

import { server } from '../../test/server';
import { ConfigPage } from './ConfigPage';
import { type StrataJsonData } from './jsonData';
import { settingsBody } from './saveSettings';

const SETTINGS = 'http://localhost/api/plugins/strata-sre-app/settings';
const HEALTH = 'http://localhost/api/plugins/strata-sre-app/health';

type Props = PluginConfigPageProps<AppPluginMeta<StrataJsonData>>;

const meta = {
  enabled: true,
  pinned: true,
  jsonData: { store: 'postgres', sources: [{ id: 'am' }] },
  secureJsonFields: { dsn: true },
};

function show(health: () => Response, jsonData = meta.jsonData) {
  const saved: unknown[] = [];
  server.use(
    http.post(SETTINGS, async ({ request }) => {
      saved.push(await request.json());
      return HttpResponse.json({ message: 'Plugin settings updated' });
    }),
    http.get(HEALTH, health)
  );
  const plugin = { meta: { ...meta, jsonData } } as unknown as Props['plugin'];
  render(<ConfigPage plugin={plugin} query={{}} />);
  return { saved, user: userEvent.setup() };
}

describe('ConfigPage', () => {
  it('sends only the secret that was typed and keeps what it does not know', async () => {
    const { saved, user } = show(() => HttpResponse.json({ status: 'OK', message: 'All parts work' }));

    await user.type(screen.getByLabelText(/Service account token/), 'glsa_x');
    await user.click(screen.getByRole('button', { name: 'Save' }));

    expect(await screen.findByText('All parts work')).toBeInTheDocument();
    expect(saved).toEqual([
      {
        enabled: true,
        pinned: true,
        jsonData: { store: 'postgres', sources: [{ id: 'am' }] },
        secureJsonData: { serviceAccountToken: 'glsa_x' },
      },
    ]);
  });

  it('says that it was saved but does not work', async () => {
    const { user } = show(() =>
      HttpResponse.json({ status: 'ERROR', message: 'The store cannot be opened' }, { status: 503 })
    );

    await user.click(screen.getByRole('button', { name: 'Save' }));

    expect(await screen.findByText('Saved, but Strata does not work with it')).toBeInTheDocument();
    expect(screen.getByText('The store cannot be opened')).toBeInTheDocument();
  });

  it('says that it was not saved', async () => {
    const { user } = show(() => HttpResponse.json({}));
    server.use(http.post(SETTINGS, () => HttpResponse.json({ message: 'Permission denied' }, { status: 403 })));

    await user.click(screen.getByRole('button', { name: 'Save' }));

    expect(await screen.findByText('Not saved')).toBeInTheDocument();
    expect(screen.getByText('Permission denied')).toBeInTheDocument();
  });
});

describe('ConfigForm', () => {
  it('takes an empty store, as an unset variable of a provisioning file leaves it, for SQLite', () => {
    show(() => HttpResponse.json({}), { ...meta.jsonData, store: '' });

    expect(screen.getByRole('radio', { name: 'SQLite file' })).toBeChecked();
    expect(screen.getByLabelText(/^File/)).toBeInTheDocument();
  });
});

describe('settingsBody', () => {
  it('clears a secret that was reset, and an empty path', () => {
    const body = settingsBody({ jsonData: { path: '/old' } }, { store: 'sqlite', path: '', secrets: { dsn: '' } });

    expect(body).toMatchObject({ jsonData: { store: 'sqlite', path: undefined }, secureJsonData: { dsn: '' } });
  });
});
