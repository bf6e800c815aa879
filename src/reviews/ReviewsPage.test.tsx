import { screen, waitFor, within } from '@testing-library/react';

import { route } from '../test/api';
import { here, renderApp } from '../test/render';
import { anAction, aReviewSummary } from '../test/reviews';
import { server } from '../test/server';
import { byDue } from './actions/steps';
import { changesBetween } from './page/difference';
import { publishedInTime, punctuality, reviewTimes, triggerCounts, within as inLast } from './trends/trends';
import { fromDayInput, toDayInput } from './when';

test('lists reviews with state, due date and facilitator, and narrows by the URL', async () => {
  const asked: string[] = [];
  server.use(
    route('GET /reviews', ({ url }) => {
      asked.push(url.search);
      return { body: { reviews: [aReviewSummary({ overdue: true })] } };
    })
  );
  const { user } = renderApp('reviews?severity=P1');
  const row = await screen.findByRole('listitem');
  expect(within(row).getByRole('link', { name: /#7 Checkout/ })).toBeInTheDocument();
  expect(row).toHaveTextContent('late');
  expect(row).toHaveTextContent('ada');
  expect(await within(row).findByText('1 thing missing')).toBeInTheDocument();
  expect(within(row).getByRole('button', { name: 'Quality 62 of 100' })).toBeInTheDocument();
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

test('trends count factors and punctuality', async () => {
  server.use(
    route('GET /reviews', () => ({
      body: {
        reviews: [
          aReviewSummary({ header: { title: 'a', severity: 'P1', services: [] }, factors: ['capacity', 'capacity'] }),
        ],
      },
    }))
  );
  renderApp('reviews?tab=trends');
  const factors = await screen.findByRole('region', { name: 'Contributing factors' });
  await waitFor(() => expect(within(factors).getByRole('row', { name: /Capacity 1/ })).toBeInTheDocument());
});

test('trends as numbers', () => {
  const published = aReviewSummary({ publishedAt: '2026-08-03T13:00:00Z', trigger: 'load' });
  const slow = aReviewSummary({ publishedAt: '2026-08-09T13:00:00Z', trigger: 'load' });
  expect(triggerCounts([published, slow])).toEqual([{ id: 'load', count: 2 }]);
  expect(reviewTimes([published, slow])).toEqual([{ month: '2026-08', reviews: 2, median: 5 * 86_400_000 }]);
  expect(publishedInTime([published, slow])).toEqual({ inTime: 1, of: 2 });
  expect(inLast([published], 1, Date.parse('2026-08-10T00:00:00Z'))).toEqual([]);
  const dueAt = '2026-08-05T00:00:00Z';
  const action = { ...anAction().action, dueAt };
  const items = [
    anAction({ action, doneAt: '2026-08-04T00:00:00Z' }),
    anAction({ action, doneAt: '2026-08-06T00:00:00Z' }),
    anAction({ action, overdue: true }),
    anAction({ action: { ...action, state: 'dropped' } }),
  ];
  expect(punctuality(items, new Set([7]))).toEqual({ inTime: 1, late: 1, overdue: 1, running: 0 });
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
