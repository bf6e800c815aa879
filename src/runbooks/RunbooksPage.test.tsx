import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';

import { refusal, route } from '../test/api';
import { here, renderApp } from '../test/render';
import { aRunbook, aRunbookList, aRunbookSummary } from '../test/runbooks';
import { server } from '../test/server';

const four = aRunbookList({
  coverage: { alerts: 3, covered: 2, missing: ['net-dns-latency'] },
  runbooks: [
    aRunbookSummary(),
    aRunbookSummary({ id: 'our-shop', title: 'Our shop', origin: 'own', version: 4, stale: true, missing: ['after'] }),
    aRunbookSummary({ id: 'maintain-storage', title: 'Volumes', kind: 'maintenance', signals: [] }),
    aRunbookSummary({ id: 'old-one', title: 'Old one', archived: true, archivedBy: 'ada' }),
  ],
});

const titles = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('link')[0]?.textContent);

test('lists runbooks, says which alerts have none, and narrows by the URL', async () => {
  server.use(route('GET /runbooks', () => ({ body: four })));
  const { user } = renderApp('runbooks');
  expect(await screen.findByText(/2 of 3 alerts lead to a runbook. 1 of 3 runbooks/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'net-dns-latency' })).toBeInTheDocument();
  expect(titles()).toEqual(['High error rate', 'Our shop', 'Volumes']);
  expect(screen.getByText('Own version 4')).toBeInTheDocument();
  expect(screen.getByText('1 section missing')).toBeInTheDocument();
  await user.type(screen.getByPlaceholderText('Title, id, signal'), 'shop');
  await waitFor(() => expect(titles()).toEqual(['Our shop']));
  expect(here()).toBe('runbooks?q=shop');
});

test.each([
  ['kind=maintenance', ['Volumes']],
  ['show=stale', ['Our shop']],
  ['show=own', ['Our shop']],
  ['show=archived', ['Old one']],
])('shows by %s', async (query, expected) => {
  server.use(route('GET /runbooks', () => ({ body: four })));
  renderApp(`runbooks?${query}`);
  await screen.findByRole('table');
  expect(titles()).toEqual(expected);
});

test('an import is shown before it is stored', async () => {
  const asked: string[] = [];
  server.use(
    route('POST /runbooks/import', ({ url }) => {
      asked.push(url.search);
      const applied = url.searchParams.get('dryRun') === 'false';
      return {
        body: {
          applied,
          runbooks: [
            { id: 'our-shop', outcome: 'changed', problems: [] },
            { id: 'net-dns', outcome: 'unchanged', problems: [] },
          ],
        },
      };
    })
  );
  const { user } = renderApp('runbooks');
  await user.click(await screen.findByRole('button', { name: 'Import' }));
  const file = new File(['---\ntitle: x\n---\n'], 'our-shop.md');
  await user.upload(screen.getByLabelText(/A zip of Markdown files/), file);
  expect(await screen.findByText('Changed')).toBeInTheDocument();
  expect(screen.getByText('1 runbook stays as it is.')).toBeInTheDocument();
  expect(screen.queryByText('The runbooks are stored')).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Store these changes' }));
  expect(await screen.findByText('The runbooks are stored')).toBeInTheDocument();
  expect(asked).toEqual(['?id=our-shop&dryRun=true', '?id=our-shop&dryRun=false']);
});

test('a runbook is read with its steps, commands, risks and links, and verified', async () => {
  let verified = 0;
  server.use(
    route('POST /runbooks/:id/verify', ({ body }) => {
      verified += 1;
      expect(body).toEqual({ revision: 0 });
      return {
        body: aRunbook({
          revision: 9,
          summary: aRunbookSummary({ verifiedBy: 'ed', verifiedAt: '2026-08-01T12:00:00Z' }),
        }),
      };
    })
  );
  const { user } = renderApp('runbooks/app-error-rate');
  const look = await screen.findByRole('region', { name: 'Troubleshooting' });
  expect(within(look).getByText('kubectl get pods')).toBeInTheDocument();
  expect(within(look).getByRole('button', { name: 'Copy the command' })).toBeInTheDocument();
  const resolve = screen.getByRole('region', { name: 'Resolution' });
  expect(within(resolve).getByText('Danger')).toBeInTheDocument();
  expect(within(resolve).getByRole('link', { name: 'Roll back a release' })).toHaveAttribute(
    'href',
    expect.stringContaining('/runbooks/rollback')
  );
  expect(screen.getByText('By nobody')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Verify' }));
  await waitFor(() => expect(verified).toBe(1));
});

test('hostile Markdown of a runbook is text', async () => {
  const hostile = aRunbook();
  hostile.doc.sections = [
    {
      kind: 'resolve',
      title: 'Resolution',
      steps: [{ position: 1, text: '<img src=x onerror="alert(1)"> [x](javascript:alert)', links: [] }],
    },
  ];
  server.use(route('GET /runbooks/:id', () => ({ body: hostile })));
  const { container } = renderApp('runbooks/app-error-rate');
  await screen.findByRole('region', { name: 'Resolution' });
  expect(container.querySelector('[onerror]')).toBeNull();
  expect(container.querySelector('a[href^="javascript"]')).toBeNull();
});

test('an unknown runbook leads back to the list', async () => {
  server.use(route('GET /runbooks/:id', () => refusal(404, { code: 'unknown_runbook', message: 'There is none.' })));
  renderApp('runbooks/nothing');
  expect(await screen.findByText('There is no runbook "nothing"')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'All runbooks' })).toBeInTheDocument();
});

test('viewers read and are told why they cannot change', async () => {
  config.bootData.user.orgRole = OrgRole.Viewer;
  renderApp('runbooks/app-error-rate');
  expect(await screen.findByRole('button', { name: 'Verify' })).toHaveAttribute('aria-disabled', 'true');
});

test('viewers are told on the page of the editor too', async () => {
  config.bootData.user.orgRole = OrgRole.Viewer;
  renderApp('runbooks/app-error-rate/edit');
  expect(await screen.findByText('You need the role Editor to change runbooks')).toBeInTheDocument();
});
