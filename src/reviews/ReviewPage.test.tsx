import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';

import { type Review, type ReviewContent } from '../api/reviews';
import { refusal, route } from '../test/api';
import { fakePrometheus } from '../test/dataSources';
import { renderApp } from '../test/render';
import { aContent, anAction, aReview, aReviewSummary } from '../test/reviews';
import { server } from '../test/server';

interface Put {
  version: number;
  content: ReviewContent;
}

beforeEach(() => {
  localStorage.clear();
  fakePrometheus();
});

const reviewAt = (version: number, content: Partial<ReviewContent>, over: Partial<Review> = {}) =>
  aReview({ summary: aReviewSummary({ version }), content: aContent(content), ...over });

test('tells what is missing, what costs points and how long things took', async () => {
  renderApp('reviews/7');
  expect(await screen.findByRole('heading', { name: 'Review of #7 Checkout answers with errors' })).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'No figure of the impact is measured.' })).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Quality 62 of 100' })).toBeInTheDocument();
  expect(screen.getByText('To acknowledge (TTA)').nextSibling).toHaveTextContent('4m');
  expect(screen.getByText('To detect (TTD)').nextSibling).toHaveTextContent('not known');
  expect(within(screen.getByRole('region', { name: 'Timeline' })).getByText('12% fail')).toBeInTheDocument();
});

test('a section is edited by itself and saved with the version that was seen', async () => {
  const puts: Put[] = [];
  server.use(
    route('PUT /reviews/:number', ({ body }) => {
      puts.push(body as Put);
      return { body: reviewAt(4, { summary: 'Better.' }) };
    })
  );
  const { user } = renderApp('reviews/7');
  await user.click(await screen.findByRole('button', { name: 'Edit “Summary”' }));
  const field = screen.getByRole('textbox', { name: /^Summary/ });
  await user.clear(field);
  await user.type(field, 'Better.');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Save' })).not.toBeInTheDocument());
  expect(puts).toHaveLength(1);
  expect(puts[0]).toEqual({ version: 3, content: aContent({ summary: 'Better.' }) });
});

test('what others changed elsewhere is kept without asking', async () => {
  const puts: Put[] = [];
  const theirs = reviewAt(4, { background: 'Theirs.' });
  server.use(
    route('PUT /reviews/:number', ({ body }) => {
      puts.push(body as Put);
      return puts.length === 1
        ? {
            status: 409,
            body: {
              error: { code: 'stale_version', message: 'Changed.' },
              current: theirs,
              changed: ['background'],
              changedBy: ['ada'],
            },
          }
        : { body: reviewAt(5, { summary: 'Mine.', background: 'Theirs.' }) };
    })
  );
  const { user } = renderApp('reviews/7');
  await user.click(await screen.findByRole('button', { name: 'Edit “Summary”' }));
  await user.clear(screen.getByRole('textbox', { name: /^Summary/ }));
  await user.type(screen.getByRole('textbox', { name: /^Summary/ }), 'Mine.');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(puts).toHaveLength(2));
  expect(puts[1]).toEqual({ version: 4, content: aContent({ summary: 'Mine.', background: 'Theirs.' }) });
});

test('what others changed in the same section is shown, and mine is saved over it on demand', async () => {
  const puts: Put[] = [];
  server.use(
    route('PUT /reviews/:number', ({ body }) => {
      puts.push(body as Put);
      return puts.length === 1
        ? {
            status: 409,
            body: {
              error: { code: 'stale_version', message: 'Changed.' },
              current: reviewAt(4, { summary: 'Theirs.' }),
              changed: ['summary'],
              changedBy: ['ada'],
            },
          }
        : { body: reviewAt(5, { summary: 'Mine.' }) };
    })
  );
  const { user } = renderApp('reviews/7');
  await user.click(await screen.findByRole('button', { name: 'Edit “Summary”' }));
  await user.clear(screen.getByRole('textbox', { name: /^Summary/ }));
  await user.type(screen.getByRole('textbox', { name: /^Summary/ }), 'Mine.');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText(/ada changed: Summary/)).toBeInTheDocument();
  expect(screen.getByRole('region', { name: 'Their version' })).toHaveTextContent('Theirs.');
  expect(screen.getByRole('textbox', { name: /^Summary/ })).toHaveValue('Mine.');
  await user.click(screen.getByRole('button', { name: 'Keep mine, and save it over theirs' }));
  await waitFor(() => expect(puts.map(({ version }) => version)).toEqual([3, 4]));
});

test('a draft survives a reload, and is gone when it is discarded', async () => {
  const first = renderApp('reviews/7');
  await first.user.click(await screen.findByRole('button', { name: 'Edit “Summary”' }));
  await first.user.type(screen.getByRole('textbox', { name: /^Summary/ }), ' And more.');
  await waitFor(() => expect(localStorage.length).toBe(1));
  first.unmount();
  const { user } = renderApp('reviews/7');
  expect(await screen.findByRole('textbox', { name: /^Summary/ })).toHaveValue(
    'Checkout failed for an hour. And more.'
  );
  await user.click(screen.getByRole('button', { name: 'Discard the draft' }));
  expect(localStorage.length).toBe(0);
  expect(screen.getByText('Checkout failed for an hour.')).toBeInTheDocument();
});

test('approval waits for what is missing; going back needs a reason', async () => {
  let moved: unknown;
  server.use(
    route('GET /reviews/:number', () => ({ body: aReview({ summary: aReviewSummary({ state: 'in_review' }) }) })),
    route('POST /reviews/:number/state', ({ body }) => {
      moved = body;
      return { body: aReview() };
    })
  );
  const { user } = renderApp('reviews/7');
  expect(await screen.findByRole('button', { name: 'Approve' })).toHaveAttribute('aria-disabled', 'true');
  await user.click(screen.getByRole('button', { name: 'Back to draft' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole('button', { name: 'Back to draft' })).toBeDisabled();
  await user.type(within(dialog).getByLabelText(/What has to change/), 'The impact');
  await user.click(within(dialog).getByRole('button', { name: 'Back to draft' }));
  await waitFor(() => expect(moved).toEqual({ version: 3, to: 'draft', reason: 'The impact' }));
});

test('an action is added, and one that is done is verified only with a proof', async () => {
  const added: unknown[] = [];
  const done = anAction({ action: { ...anAction().action, state: 'done' } });
  server.use(
    route('GET /reviews/:number', () => ({ body: aReview({ actions: [done] }) })),
    route('POST /reviews/:number/actions', ({ body }) => {
      added.push(body);
      return { status: 201, body: anAction() };
    })
  );
  const { user } = renderApp('reviews/7');
  await user.click(await screen.findByRole('button', { name: 'Mark as verified' }));
  expect(screen.getByLabelText(/How one will know/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  await user.click(screen.getByRole('button', { name: 'Add action' }));
  await user.click(screen.getByRole('button', { name: 'Add action' }));
  expect(await screen.findByText('Say what changes in the system')).toBeInTheDocument();
  await user.type(screen.getByLabelText(/What changes in the system/), 'Alert on retries');
  await user.type(screen.getByLabelText('Due'), '2026-09-01');
  await user.click(screen.getByRole('button', { name: 'Add action' }));
  await waitFor(() =>
    expect(added).toEqual([
      expect.objectContaining({
        title: 'Alert on retries',
        type: 'prevent',
        dueAt: expect.stringContaining('2026-09-0'),
      }),
    ])
  );
});

test('hostile texts are text', async () => {
  const hostile = '<img src=x onerror="alert(1)"> [x](javascript:alert)';
  server.use(
    route('GET /reviews/:number', () => ({
      body: aReview({
        content: aContent({
          summary: hostile,
          background: hostile,
          model: { text: hostile, model: hostile, at: '2026-08-01T12:00:00Z', by: 'ed' },
          factors: [{ kind: 'capacity', text: hostile, evidence: 'javascript:alert(1)' }],
        }),
      }),
    }))
  );
  const { container } = renderApp('reviews/7');
  await screen.findByRole('region', { name: 'What happened' });
  expect(container.querySelector('[onerror]')).toBeNull();
  expect(container.querySelector('a[href^="javascript"]')).toBeNull();
});

test('viewers read, and are told why they cannot write', async () => {
  config.bootData.user.orgRole = OrgRole.Viewer;
  server.use(route('GET /reviews/:number', () => ({ body: aReview({ allowed: [], editable: undefined }) })));
  renderApp('reviews/7');
  expect(await screen.findByRole('button', { name: 'Edit “Summary”' })).toHaveAttribute('aria-disabled', 'true');
  expect(screen.getByRole('button', { name: 'Ask for review' })).toHaveAttribute('aria-disabled', 'true');
});

test('a review that does not exist leads to the incident', async () => {
  server.use(route('GET /reviews/:number', () => refusal(404, { code: 'not_found', message: 'There is none.' })));
  renderApp('reviews/9');
  expect(await screen.findByRole('link', { name: /incident #9/ })).toHaveAttribute(
    'href',
    expect.stringContaining('/incidents/9')
  );
});
