import { screen, waitFor, within } from '@testing-library/react';

import { route } from '../test/api';
import { here, renderApp } from '../test/render';
import { aMonth, anAction, aReview, aReviewSummary } from '../test/reviews';
import { server } from '../test/server';
import { byDue } from './actions/steps';
import { NO_FILTERS, writeFilters } from './list/view';
import { changesBetween } from './page/difference';
import { counted, total } from './trends/trends';
import { fromDayInput, toDayInput } from './when';

test('lists reviews with state, due date and facilitator, and narrows by the URL', async () => {
  const asked: string[] = [];
  let opened = 0;
  server.use(
    route('GET /reviews', ({ url }) => {
      asked.push(url.search);
      return { body: { reviews: [aReviewSummary({ overdue: true })] } };
    }),
    route('GET /reviews/:number', () => {
      opened += 1;
      return { body: aReview() };
    })
  );
  const { user } = renderApp('reviews?severity=P1');
  const row = await screen.findByRole('listitem');
  expect(within(row).getByRole('link', { name: /#7 Checkout/ })).toBeInTheDocument();
  expect(row).toHaveTextContent('late');
  expect(row).toHaveTextContent('ada');
  expect(await within(row).findByText('1 thing missing')).toBeInTheDocument();
  expect(within(row).getByRole('button', { name: 'Quality 62 of 100' })).toBeInTheDocument();
  expect(opened).toBe(0);
  await user.hover(within(row).getByRole('button', { name: 'Quality 62 of 100' }));
  expect(await screen.findByText('No figure says what it cost.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Overdue' }));
  await waitFor(() => expect(here()).toBe('reviews?overdue=true&severity=P1'));
  await waitFor(() => expect(asked.at(-1)).toContain('overdue=true'));
  expect(asked[0]).toContain('state=unpublished&severity=P1');
});

test('says how a review begins where there is none', async () => {
  server.use(route('GET /reviews', () => ({ body: { reviews: [] } })));
  renderApp('reviews');
  expect(await screen.findByText('No review is waiting')).toBeInTheDocument();
});

test('the board shows actions by state, and moves one along', async () => {
  const puts: unknown[] = [];
  server.use(
    route('PUT /reviews/:number/actions/:id', ({ body }) => {
      puts.push(body);
      return { body: anAction() };
    })
  );
  const { user } = renderApp('reviews?tab=actions');
  const open = await screen.findByRole('region', { name: 'Open (1)' });
  expect(within(open).getByText('Limit the retries of checkout')).toBeInTheDocument();
  await user.click(within(open).getByRole('button', { name: 'Start' }));
  await waitFor(() => expect(puts).toEqual([{ version: 1, action: { ...anAction().action, state: 'in_progress' } }]));
});

test('the order of the list is that of the URL, and what was not judged yet says so', async () => {
  const asked: Array<string | null> = [];
  server.use(
    route('GET /reviews', ({ url }) => {
      asked.push(url.searchParams.get('sort'));
      return { body: { reviews: [aReviewSummary({ quality: undefined, missing: [] })] } };
    })
  );
  renderApp('reviews?sort=quality');
  expect(await screen.findByText('Quality follows')).toBeInTheDocument();
  expect(screen.getByText('Nothing is missing')).toBeInTheDocument();
  expect(screen.getByRole('combobox', { name: 'Order' })).toHaveValue('Lowest quality first');
  expect(asked).toEqual(['quality']);
  expect(writeFilters(new URLSearchParams(), { ...NO_FILTERS, sort: 'quality' }).toString()).toBe('sort=quality');
});

test('trends show what the backend counts, with the way from month to month', async () => {
  const asked: number[] = [];
  server.use(
    route('GET /reviews/trends', ({ url }) => {
      const [from, to] = ['from', 'to'].map((name) => Date.parse(url.searchParams.get(name) ?? ''));
      asked.push(Math.round(((to ?? NaN) - (from ?? NaN)) / 86_400_000));
      const july = aMonth({ month: '2026-07', medianSeconds: 172_800, published: 1, due: 1, inTime: 1 });
      const august = aMonth({ month: '2026-08', factors: { capacity: 2, process: 1 }, due: 1, overdueActions: 3 });
      return { body: { reviews: 3, months: [july, august] } };
    })
  );
  const { user } = renderApp('reviews?tab=trends');
  const factors = await screen.findByRole('region', { name: 'Contributing factors' });
  expect(await within(factors).findByRole('row', { name: /^Capacity 3 2026-07: 1, 2026-08: 2$/ })).toBeInTheDocument();
  expect(within(factors).getByRole('row', { name: /^Process 1/ })).toBeInTheDocument();
  expect(screen.getByRole('row', { name: '2026-07 (1) 2d' })).toBeInTheDocument();
  expect(screen.getByRole('row', { name: 'Overdue 3' })).toBeInTheDocument();
  expect(screen.getByText('3 reviews. 1 of 2 that were due came in time')).toBeInTheDocument();
  await user.click(screen.getByRole('radio', { name: '90 days' }));
  await waitFor(() => expect(asked).toEqual([366, 91]));
});

test('trends say why there is nothing, and show an error with a way out', async () => {
  let fails = true;
  server.use(
    route('GET /reviews/trends', () =>
      fails
        ? { status: 503, body: { error: { code: 'store_unavailable', message: 'The store is away.' } } }
        : { body: { reviews: 0, months: [] } }
    )
  );
  const { user } = renderApp('reviews?tab=trends');
  expect(await screen.findByText(/The store is away/)).toBeInTheDocument();
  fails = false;
  await user.click(screen.getByRole('button', { name: /Retry|again/i }));
  expect(await screen.findByText('No review is of an incident in this time')).toBeInTheDocument();
});

test('trends as numbers', () => {
  const months = [aMonth({ factors: { a: 1 } }), aMonth({ factors: { b: 2, a: 1 } }), aMonth({ factors: {} })];
  expect(counted(months, ({ factors }) => factors)).toEqual([
    { id: 'a', count: 2, byMonth: [1, 1, 0] },
    { id: 'b', count: 2, byMonth: [0, 2, 0] },
  ]);
  expect(total(months, 'reviews')).toBe(3);
});

test('actions stand by due date, overdue ones first', () => {
  const due = (id: number, dueAt: string | undefined, overdue = false) =>
    anAction({ id, overdue, action: { ...anAction().action, dueAt } });
  const items = [due(1, undefined), due(2, '2026-09-01T00:00:00Z'), due(3, '2026-08-01T00:00:00Z', true)];
  expect(byDue(items).map(({ id }) => id)).toEqual([3, 2, 1]);
});

test('a difference names what goes and what comes', () => {
  expect(changesBetween(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual([
    { op: 'removed', text: 'b' },
    { op: 'added', text: 'x' },
  ]);
  expect(changesBetween([], ['a'])).toEqual([{ op: 'added', text: 'a' }]);
  expect(changesBetween(['a'], ['a'])).toEqual([]);
});

test('a day that was chosen is that day again', () => {
  expect(toDayInput(fromDayInput('2026-09-01'))).toBe('2026-09-01');
  expect(fromDayInput('')).toBeUndefined();
});
