import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';
import { OrgRole } from '@grafana/data';

import { refusal, route } from '../test/api';
import { aSample, fakePrometheus } from '../test/dataSources';
import { anOverview } from '../test/fixtures';
import { renderApp } from '../test/render';
import { server } from '../test/server';

const row = async (name: RegExp) => screen.findByRole('row', { name });

describe('OverviewPage', () => {
  it('links a firing cell to its layer and to the incident, and says why another is abnormal', async () => {
    fakePrometheus({ uid: 'prom', name: 'Prom', answer: () => [aSample({ service_name: 'cart' }, 0.2)] });
    server.use(
      route('GET /overview', () => ({
        body: anOverview({
          services: [{ service: 'pay', layers: [{ layer: 'network', worst: 'P1', firing: 3, incident: 7 }] }],
        }),
      }))
    );
    renderApp('overview');

    const firing = within(await row(/^pay/)).getByRole('link', { name: /Network, pay, P1, 3 firing/ });
    expect(firing).toHaveAttribute('href', expect.stringContaining('/network?var-ds_prometheus=prom&var-service=pay'));
    expect(screen.getByRole('link', { name: 'Incident #7' })).toHaveAttribute(
      'href',
      expect.stringMatching(/incidents\/7$/)
    );
    expect(within(await row(/^cart/)).getByText('Server error ratio (5xx)')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /1 abnormal, Server error ratio \(5xx\): 20% > 5%/ })).toBeInTheDocument();
  });

  it('says which data source is down and leads an administrator to its settings', async () => {
    config.bootData.user.orgRole = OrgRole.Admin;
    fakePrometheus({ uid: 'prom', name: 'Main', down: 'connection refused' });
    renderApp('overview');

    expect(await screen.findByText('Data source "Main" did not answer')).toBeInTheDocument();
    expect(screen.getByText('connection refused')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Data source settings' })).toHaveAttribute(
      'href',
      '/connections/datasources/edit/prom'
    );
  });

  it('says that there is no data source', async () => {
    fakePrometheus();
    renderApp('overview');

    expect(await screen.findByText('No Prometheus data source')).toBeInTheDocument();
    expect(screen.getByText(/Ask an administrator/)).toBeInTheDocument();
  });

  it('keeps the rest of the page when the incidents cannot be loaded', async () => {
    fakePrometheus({ uid: 'prom', name: 'Prom', answer: () => [aSample({ service_name: 'cart' }, 0)] });
    const down = () =>
      refusal(503, { code: 'store_unavailable', message: 'The store cannot be opened.', fix: 'Check the disk.' });
    server.use(route('GET /overview', down), route('GET /incidents', down));
    renderApp('overview');

    await waitFor(() => expect(screen.getAllByText('Check the disk.')).toHaveLength(2));
    expect(await row(/^cart/)).toBeInTheDocument();
  });
});
