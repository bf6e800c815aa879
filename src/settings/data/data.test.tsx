import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';

import { type Backup, type RetentionKind } from '../../api/types';
import { refusal, route } from '../../test/api';
import { T0 } from '../../test/fixtures';
import { renderApp } from '../../test/render';
import { server } from '../../test/server';

const copy: Backup = { slot: 1, path: '/data/strata.backup-1.db', at: T0, bytes: 3 * 1024 * 1024 };

function storeIs(kinds: RetentionKind[], backups: Backup[]) {
  const made: Backup[] = [...backups];
  server.use(
    route('GET /retention', () => ({ body: { kinds } })),
    route('GET /backup', () => ({ body: { backups: made, keep: 3 } })),
    route('POST /backup', () => {
      made.push(copy);
      return { status: 201, body: copy };
    })
  );
}

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
});

describe('Data in the settings', () => {
  it('says how long records are kept and what goes next', async () => {
    storeIs(
      [
        { kind: 'incidents', old: 0 },
        { kind: 'receipts', keptSeconds: 86_400, old: 5000 },
        { kind: 'outbox', keptSeconds: 5400, old: 12 },
      ],
      []
    );
    renderApp('settings/data');

    const row = async (name: string) => within(await screen.findByRole('row', { name: new RegExp(name) }));
    expect((await row('Incidents that are over')).getByText('ever')).toBeInTheDocument();
    expect((await row('Receipts')).getByText('1d')).toBeInTheDocument();
    expect((await row('Receipts')).getByText('5000 or more')).toBeInTheDocument();
    expect((await row('Messages')).getByText('1h 30m')).toBeInTheDocument();
  });

  it('makes a copy of the SQLite file', async () => {
    storeIs([], []);
    const { user } = renderApp('settings/data');

    expect(await screen.findByText('There is no copy yet.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Make a copy now' }));

    expect(await screen.findByText('/data/strata.backup-1.db')).toBeInTheDocument();
    expect(screen.getByText(/3.0 MiB/)).toBeInTheDocument();
  });

  it('says why no copy was made', async () => {
    storeIs([], []);
    server.use(
      route('POST /backup', () =>
        refusal(422, { code: 'no_backup', message: 'The store is PostgreSQL.', fix: 'Use pg_dump.' })
      )
    );
    const { user } = renderApp('settings/data');

    await user.click(await screen.findByRole('button', { name: 'Make a copy now' }));

    await waitFor(() => expect(screen.getByText('The store is PostgreSQL.')).toBeInTheDocument());
    expect(screen.getByText('Use pg_dump.')).toBeInTheDocument();
  });
});
