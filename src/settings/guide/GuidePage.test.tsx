import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';

import { type Source } from '../../api/types';
import { route } from '../../test/api';
import { fakePrometheus } from '../../test/dataSources';
import { anIncident, aSource } from '../../test/fixtures';
import { renderApp } from '../../test/render';
import { server } from '../../test/server';

const quiet = { deliveries: 0, alerts: 0, rejected: 0 };

/** Grafana's own answers: the health of data sources, and the rules that are there. */
function grafana({ health = 200, rules = [] as object[] }) {
  server.use(
    http.get('http://localhost/api/datasources/uid/:uid/health', () =>
      HttpResponse.json({ message: 'connection refused' }, { status: health })
    ),
    http.get('http://localhost/api/prometheus/:place/api/v1/rules', () =>
      HttpResponse.json({ data: { groups: [{ rules }] } })
    )
  );
}

/** A backend without anything that takes new sources. */
function emptyBackend(): Source[] {
  const sources: Source[] = [];
  server.use(
    route('GET /sources', () => ({ body: { sources: [...sources] } })),
    route('GET /incidents', () => ({ body: { incidents: [] } })),
    route('POST /sources', ({ body }) => {
      const made = aSource({ id: 'new', stats: quiet, ...(body as Partial<Source>) });
      sources.push(made);
      return { status: 201, body: { source: made, token: 'st_secret' } };
    }),
    route('POST /sources/:id/test', () => {
      sources.forEach(
        (source) => (source.stats = { ...source.stats, deliveries: 1, lastTestAt: '2026-08-01T10:00:00Z' })
      );
      return {
        body: { id: 'r', received: 1, new: 0, repeated: 0, resolved: 0, ignored: 1, errors: [], incidents: [] },
      };
    })
  );
  return sources;
}

const step = (name: RegExp) => {
  const item = screen.getByRole('heading', { name }).closest('li');
  if (!item) {
    throw new Error(`no step ${name}`);
  }
  return within(item);
};

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
  fakePrometheus({ uid: 'p', name: 'Prometheus' });
});

it('leads from nothing to a tested source', async () => {
  grafana({});
  emptyBackend();
  const { user } = renderApp('guide');
  expect(await screen.findByText('These answer: Prometheus')).toBeInTheDocument();
  expect(await screen.findByText(/has a rule of Strata/)).toBeInTheDocument();

  await user.click(step(/Create the source/).getByRole('button', { name: 'Source for Grafana Alerting' }));
  expect(await screen.findByTestId('source-token')).toHaveTextContent('st_secret');
  expect(screen.getAllByText(/X-Strata-Token: "st_secret"/).length).toBeGreaterThan(0);
  expect(await screen.findByText('These may send: Grafana Alerting')).toBeInTheDocument();
  expect(step(/Create the source/).getByRole('button', { name: 'Source for Grafana Alerting' })).toHaveAttribute(
    'aria-disabled',
    'true'
  );

  await user.click(screen.getByRole('button', { name: 'How to: Send a test alert' }));
  await user.click(await screen.findByRole('button', { name: /Send test alert/ }));
  expect(await screen.findByText('A test alert came through: Grafana Alerting')).toBeInTheDocument();
  expect(screen.getByText(/none with an alert that fires/)).toBeInTheDocument();
  expect(screen.getByTestId('source-token')).toBeInTheDocument();
});

it('says why a data source does not answer, and where it is mended', async () => {
  grafana({ health: 400 });
  emptyBackend();
  renderApp('guide');

  expect(await screen.findByText('None of the data sources answers.')).toBeInTheDocument();
  expect(await screen.findByText(/connection refused/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Prometheus' })).toHaveAttribute('href', '/connections/datasources/edit/p');
});

it('is finished when alerts become incidents', async () => {
  const labels = { signal: 'http-5xx-ratio', __grafana_origin: 'plugin/strata-sre-app' };
  grafana({ rules: [{ labels }, { labels: { signal: 'x' } }, {}] });
  server.use(
    route('GET /sources', () => ({
      body: { sources: [aSource({ stats: { ...quiet, lastTestAt: '2026-08-01T10:00:00Z' } })] },
    })),
    route('GET /incidents', () => ({ body: { incidents: [anIncident({ number: 3, title: 'Checkout' })] } }))
  );
  renderApp('guide');

  expect(await screen.findByText('Alerts become incidents')).toBeInTheDocument();
  // One in Grafana, where the origin counts, and two in the Prometheus.
  expect(screen.getByText('Rules of Strata that are installed: 3')).toBeInTheDocument();
  expect(screen.getByText('The newest incident of an alert is #3: Checkout')).toBeInTheDocument();
});

it('tells viewers what is missing and whom to ask', async () => {
  config.bootData.user.orgRole = OrgRole.Viewer;
  config.bootData.user.orgName = 'Main Org.';
  grafana({});
  emptyBackend();
  const { user } = renderApp('guide');

  expect(await screen.findByText(/in the organisation “Main Org.”/)).toBeInTheDocument();
  expect(await screen.findByText('There is no source of alerts, so no alert can arrive.')).toBeInTheDocument();
  await screen.findByText('These answer: Prometheus');
  expect(await screen.findByRole('button', { name: 'Source for Alertmanager' })).toHaveAttribute(
    'aria-disabled',
    'true'
  );
  await user.click(screen.getByRole('button', { name: 'How to: Send a test alert' }));
  expect(screen.queryByRole('button', { name: /Send test alert/ })).not.toBeInTheDocument();
});

it('is where an empty overview leads', async () => {
  grafana({});
  emptyBackend();
  renderApp('overview');

  expect(await screen.findByRole('link', { name: 'Set it up step by step' })).toHaveAttribute(
    'href',
    '/a/strata-sre-app/guide'
  );
});
