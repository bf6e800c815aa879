import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen } from '@testing-library/react';

import { refusal, route } from '../../test/api';
import { renderApp } from '../../test/render';
import { server } from '../../test/server';

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
});

describe('Import and export in the settings', () => {
  it('downloads the configuration and says what is not in it', async () => {
    const saved: Blob[] = [];
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`,
      revokeObjectURL: () => undefined,
    });
    const click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    server.use(
      route('GET /config/export', () => ({
        body: {
          file: 'apps: []',
          leftOut: ['The token of source "Main".'],
          secrets: [{ name: 'channelUrl.ops', variable: 'STRATA_CHANNEL_URL_OPS' }],
        },
      }))
    );
    const { user } = renderApp('settings/transfer');

    await user.click(await screen.findByRole('button', { name: 'Download strata.yaml' }));

    expect(await screen.findByText('The token of source "Main".')).toBeInTheDocument();
    expect(screen.getByText('STRATA_CHANNEL_URL_OPS').closest('li')).toHaveTextContent('for channelUrl.ops');
    expect(saved[0]?.type).toBe('application/yaml;charset=utf-8');
    expect(click.mock.contexts[0]).toMatchObject({ download: 'strata.yaml' });
    click.mockRestore();
  });

  it('says what is wrong in a file', async () => {
    const asked: unknown[] = [];
    const problem = { field: 'jsonData.channels[1].kind', message: 'There is no kind fax.', fix: 'Use slack.' };
    server.use(
      route('POST /config/check', ({ body }) => {
        asked.push(body);
        return { body: { problems: asked.length === 1 ? [problem] : [] } };
      })
    );
    const { user } = renderApp('settings/transfer');

    const file = await screen.findByRole('textbox', { name: /Provisioning file/ });
    expect(screen.getByRole('button', { name: 'Check' })).toBeDisabled();
    await user.click(file);
    await user.paste('apps: []');
    await user.click(screen.getByRole('button', { name: 'Check' }));

    expect(await screen.findByText('Fields that are wrong: 1')).toBeInTheDocument();
    expect(screen.getByText('jsonData.channels[1].kind').closest('li')).toHaveTextContent(
      /There is no kind fax. Use slack./
    );
    expect(asked).toEqual([{ file: 'apps: []' }]);

    await user.click(screen.getByRole('button', { name: 'Check' }));
    expect(await screen.findByText('Nothing is wrong with it')).toBeInTheDocument();
  });

  it('says why it could not', async () => {
    server.use(
      route('GET /config/export', () => refusal(503, { code: 'store_unavailable', message: 'The store is down.' }))
    );
    const { user } = renderApp('settings/transfer');

    await user.click(await screen.findByRole('button', { name: 'Download strata.yaml' }));

    expect(await screen.findByText('The store is down.')).toBeInTheDocument();
  });
});
