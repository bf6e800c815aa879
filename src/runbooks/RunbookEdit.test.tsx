import { fireEvent, screen, waitFor, within } from '@testing-library/react';

import { refusal, route } from '../test/api';
import { here, renderApp } from '../test/render';
import { aRunbook, aRunbookSummary, sections } from '../test/runbooks';
import { server } from '../test/server';
import { foldSame } from '../ui/diff';

const good = {
  valid: true,
  problems: [],
  doc: { title: 'New title', kind: 'incident', match: [], sections, missing: ['after'] },
};

test('a text is checked while it is written, and saved as a new version', async () => {
  let saved: unknown;
  server.use(
    route('POST /runbooks/check', ({ body }) => {
      const { text } = body as { text: string };
      return text.includes('wrong')
        ? { body: { valid: false, problems: [{ line: 4, message: 'There is no section.' }] } }
        : { body: good };
    }),
    route('PUT /runbooks/:id', ({ body }) => {
      saved = body;
      return { body: aRunbook({ revision: 8 }) };
    })
  );
  const { user } = renderApp('runbooks/app-error-rate/edit');
  const text = await screen.findByLabelText(/^Text/);
  expect(screen.getByRole('button', { name: 'Save as a new version' })).toBeDisabled();
  fireEvent.change(text, { target: { value: 'wrong' } });
  expect(await screen.findByText('Line 4: There is no section.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Save as a new version' })).toBeDisabled();
  fireEvent.change(text, { target: { value: 'right' } });
  expect(await screen.findByRole('heading', { name: 'New title' })).toBeInTheDocument();
  await user.type(screen.getByLabelText('What changed, and why'), 'better');
  await user.click(screen.getByRole('button', { name: 'Save as a new version' }));
  await waitFor(() => expect(here()).toBe('runbooks/app-error-rate'));
  expect(saved).toEqual({ text: 'right', comment: 'better', revision: 0 });
});

test('a new text that nobody has touched is no error yet', async () => {
  const problems = [{ line: 2, message: 'The title is missing.' }];
  server.use(route('POST /runbooks/check', () => ({ body: { valid: false, problems } })));
  renderApp('runbooks/new');
  expect(await screen.findByText('To be filled in before it can be saved')).toBeInTheDocument();
  expect(screen.getByText('Line 2: The title is missing.')).toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  fireEvent.change(screen.getByLabelText(/^Text/), { target: { value: 'mine' } });
  expect(await screen.findByRole('alert', { name: /The text cannot be read as a runbook/ })).toBeInTheDocument();
});

test('what somebody else saved meanwhile is looked at before it is written over', async () => {
  const revisions: unknown[] = [];
  let stored = 0;
  server.use(
    route('POST /runbooks/check', () => ({ body: good })),
    route('GET /runbooks/:id', () => ({ body: aRunbook({ revision: stored }) })),
    route('PUT /runbooks/:id', ({ body }) => {
      revisions.push((body as { revision: number }).revision);
      if (revisions.length === 1) {
        stored = 5;
        return refusal(409, { code: 'stale_version', message: 'It was changed.' });
      }
      return { body: aRunbook({ revision: 6 }) };
    })
  );
  const { user } = renderApp('runbooks/app-error-rate/edit');
  fireEvent.change(await screen.findByLabelText(/^Text/), { target: { value: 'mine' } });
  await user.click(screen.getByRole('button', { name: 'Save as a new version' }));
  expect(await screen.findByText('Somebody else saved this runbook meanwhile')).toBeInTheDocument();
  expect(screen.getByLabelText(/^Text/)).toHaveValue('mine');
  await user.click(await screen.findByRole('button', { name: 'I looked at theirs: save mine over it' }));
  await user.click(screen.getByRole('button', { name: 'Save as a new version' }));
  await waitFor(() => expect(revisions).toEqual([0, 5]));
});

test('versions are compared and gone back to', async () => {
  let reverted: unknown;
  const own = aRunbook({ revision: 7, summary: aRunbookSummary({ origin: 'own', version: 2 }) });
  server.use(
    route('GET /runbooks/:id', () => ({ body: own })),
    route('GET /runbooks/:id/versions', () => ({
      body: {
        versions: [
          { version: 2, comment: 'better', createdBy: 'ed', createdAt: '2026-08-01T12:00:00Z' },
          { version: 1, createdBy: 'ada', createdAt: '2026-08-01T11:00:00Z' },
        ],
      },
    })),
    route('GET /runbooks/:id/diff', ({ url }) => ({
      body: {
        lines: [
          { op: 'same', text: url.search },
          { op: 'removed', text: 'old' },
          { op: 'added', text: 'new' },
        ],
      },
    })),
    route('POST /runbooks/:id/revert', ({ body }) => {
      reverted = body;
      return { body: own };
    })
  );
  const { user } = renderApp('runbooks/app-error-rate/versions');
  const rows = await screen.findAllByRole('listitem');
  expect(rows.map((row) => within(row).getByText(/^(Version \d|Built in)$/).textContent)).toEqual([
    'Version 2',
    'Version 1',
    'Built in',
  ]);
  const [newest, , builtIn] = rows;
  expect(newest).toHaveTextContent('In effect');
  await user.click(within(newest ?? document.body).getByRole('button', { name: 'What changed' }));
  expect(await screen.findByText('+ new')).toBeInTheDocument();
  expect(screen.getByText('?from=1&to=2')).toBeInTheDocument();
  await user.click(within(builtIn ?? document.body).getByRole('button', { name: 'Go back to this' }));
  await waitFor(() => expect(reverted).toEqual({ version: 0, revision: 7 }));
});

test('long parts that are the same are folded', () => {
  const same = (count: number) => Array.from({ length: count }, (_, at) => ({ op: 'same' as const, text: String(at) }));
  const parts = foldSame([...same(10), { op: 'added', text: 'x' }, ...same(5)]);
  expect(parts.map(({ folded, text }) => (folded ? `(${folded})` : text))).toEqual([
    '(7)',
    '7',
    '8',
    '9',
    'x',
    '0',
    '1',
    '2',
    '(2)',
  ]);
});
