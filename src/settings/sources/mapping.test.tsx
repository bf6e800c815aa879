import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { fireEvent, screen } from '@testing-library/react';

import { type MappingTrialResult } from '../../api/types';
import { refusal, route } from '../../test/api';
import { aSource } from '../../test/fixtures';
import { renderApp } from '../../test/render';
import { server } from '../../test/server';
import { EXAMPLES, mappingValues, toMapping } from './mapping';

const result: MappingTrialResult = {
  received: 2,
  alerts: [
    {
      index: 0,
      status: 'firing',
      fingerprint: '17',
      labels: { alertname: 'CheckFailed' },
      annotations: {},
      values: {},
      severity: 'P2',
      groupKey: 'service=cart',
    },
  ],
  errors: [{ index: 1, field: 'alerts[1].labels', message: 'no such key: title' }],
};

const labelsField = () => screen.getByRole('textbox', { name: /^Labels(?! of)/ });

describe('source of JSON', () => {
  beforeEach(() => {
    config.bootData.user.orgRole = OrgRole.Admin;
  });

  it('is created with a mapping that was tried', async () => {
    const seen: Record<string, unknown> = {};
    server.use(
      route('POST /sources', ({ body }) => {
        seen.created = body;
        return { status: 201, body: { source: aSource({ id: 'new', kind: 'json', name: 'Uptime' }), token: 'st_1' } };
      }),
      route('POST /sources/try-mapping', ({ body }) => {
        seen.tried = body;
        return { body: { ...result } };
      })
    );
    const { user } = renderApp('settings/sources');
    await user.click(await screen.findByRole('button', { name: 'Create a source' }));
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Uptime');
    await user.click(screen.getByRole('radio', { name: 'JSON' }));
    await user.click(screen.getByRole('button', { name: 'Create' }));
    expect(await screen.findByText('Say what the labels of an alert are')).toBeInTheDocument();

    fireEvent.change(labelsField(), { target: { value: '{"alertname": alert.title}' } });
    fireEvent.change(screen.getByRole('textbox', { name: 'Try it on an example' }), { target: { value: '[1]' } });
    await user.click(screen.getByRole('button', { name: 'Try the mapping' }));
    expect(await screen.findByText('Alerts in the example: 2; usable: 1')).toBeInTheDocument();
    expect(screen.getByText('alerts[1].labels: no such key: title')).toBeInTheDocument();
    expect(seen.tried).toEqual({ mapping: { labels: '{"alertname": alert.title}' }, body: '[1]' });

    await user.click(screen.getByRole('button', { name: 'Create' }));
    expect(await screen.findByTestId('source-token')).toBeInTheDocument();
    expect(seen.created).toEqual({
      name: 'Uptime',
      kind: 'json',
      groupBy: ['cluster', 'namespace', 'service'],
      mapping: { labels: '{"alertname": alert.title}' },
    });
    expect(screen.getAllByText(/-d @body.json/)).not.toHaveLength(0);
  });

  it('names the field and column of a wrong expression', async () => {
    const problem = { code: 'bad_rule', message: 'Line 1, column 4: no viable input.', field: 'mapping.labels' };
    server.use(route('POST /sources/try-mapping', () => refusal(400, problem)));
    const { user } = renderApp('settings/sources');
    await user.click(await screen.findByRole('button', { name: 'Create a source' }));
    await user.click(screen.getByRole('radio', { name: 'JSON' }));
    await user.click(screen.getByRole('button', { name: 'Try the mapping' }));

    expect(await screen.findByText('This cannot be read: mapping.labels')).toBeInTheDocument();
    expect(screen.getByText('Line 1, column 4: no viable input.')).toBeInTheDocument();
  });

  it('keeps the mapping of a source that is edited', async () => {
    const patches: unknown[] = [];
    server.use(
      route('GET /sources', () => ({ body: { sources: [aSource({ kind: 'json', mapping: { labels: 'alert.l' } })] } })),
      route('PATCH /sources/:id', ({ body }) => {
        patches.push(body);
        return { body: aSource() };
      })
    );
    const { user } = renderApp('settings/sources');
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    expect(labelsField()).toHaveValue('alert.l');
    fireEvent.change(screen.getByRole('textbox', { name: /^List of alerts/ }), { target: { value: ' body.a ' } });
    await user.click(screen.getByRole('button', { name: 'Save' }));

    await screen.findByRole('button', { name: 'Edit' });
    expect(patches).toEqual([
      {
        name: 'Alertmanager',
        groupBy: ['cluster', 'namespace', 'service'],
        mapping: { alerts: 'body.a', labels: 'alert.l' },
      },
    ]);
  });

  it('reads and writes every field', () => {
    expect(mappingValues(toMapping(EXAMPLES))).toEqual(EXAMPLES);
    expect(toMapping(mappingValues())).toEqual({});
  });
});
