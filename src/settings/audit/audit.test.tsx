import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor } from '@testing-library/react';

import { type AuditRecord } from '../../api/types';
import { route } from '../../test/api';
import { T0 } from '../../test/fixtures';
import { here, renderApp } from '../../test/render';
import { server } from '../../test/server';

const record = (id: number, part: Partial<AuditRecord> = {}): AuditRecord => ({
  id,
  at: T0,
  login: 'ada',
  action: 'source.rotate',
  object: `source-${id}`,
  data: {},
  ...part,
});

/** Two pages; returns what was asked for. */
function recordIs() {
  const asked: string[] = [];
  server.use(
    route('GET /audit', ({ url }) => {
      asked.push(url.search);
      return url.searchParams.has('before')
        ? { body: { records: [record(1, { login: '', action: 'heartbeat.provision', data: { every: '5m' } })] } }
        : { body: { records: [record(3)], next: 3 } };
    }),
    route('GET /audit/verify', () => ({ body: { valid: false, entries: 2, broken: 3, reason: 'It was changed.' } }))
  );
  return asked;
}

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
});

describe('Audit in the settings', () => {
  it('lists who did what, page by page', async () => {
    recordIs();
    const { user } = renderApp('settings/audit');

    expect(await screen.findByText('source-3')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Show older' }));

    expect(await screen.findByText('Provisioning file')).toBeInTheDocument();
    expect(screen.getByText(/"every": "5m"/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Show older' })).not.toBeInTheDocument();
  });

  it('keeps the filter in the address and asks with it', async () => {
    const asked = recordIs();
    const { user } = renderApp('settings/audit?login=ada');

    expect(await screen.findByRole('textbox', { name: 'Who' })).toHaveValue('ada');
    await user.click(screen.getByRole('textbox', { name: 'Did' }));
    await user.paste('source.');

    await waitFor(() => expect(here()).toBe('settings/audit?login=ada&action=source.'));
    await waitFor(() => expect(asked.at(-1)).toBe('?login=ada&action=source.&limit=50'));
  });

  it('says which entry was changed, and exports all', async () => {
    recordIs();
    const { user } = renderApp('settings/audit');

    await user.click(await screen.findByRole('button', { name: 'Verify' }));

    expect(await screen.findByText('Entry 3: It was changed.')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Export all' })).toHaveAttribute(
      'href',
      '/api/plugins/strata-sre-app/resources/audit/export'
    );
  });
});
