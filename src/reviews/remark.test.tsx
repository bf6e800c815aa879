import React from 'react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { type ReviewContent, useReview } from '../api/reviews';
import { route } from '../test/api';
import { fakePrometheus } from '../test/dataSources';
import { aContent, aReview } from '../test/reviews';
import { server } from '../test/server';
import { entriesOf, severitiesOf } from './page/laneEntries';
import { TimelineSection } from './page/TimelineSection';

const T = '2026-08-01T12:00:00.000Z';

const line = (seq: number, text: string) => ({
  seq,
  at: T,
  recordedAt: T,
  kind: 'note',
  lane: 'actions' as const,
  actor: 'ed',
  text,
});

/** A review whose record has two notes. */
function withLines(lines: ReviewContent['lines'] = []) {
  const review = aReview({ content: aContent({ lines }) });
  return {
    ...review,
    facts: {
      ...review.facts,
      lines: [line(3, 'Switched over.'), line(4, 'Lunch.'), { ...line(5, 'It was earlier.'), kind: 'corrected' }],
    },
  };
}

function OfReview() {
  const { data } = useReview(7);
  return data ? <TimelineSection review={data} /> : null;
}

beforeEach(() => void fakePrometheus());

test('an entry gets a note with evidence, another is left out; what was said of the others stays', async () => {
  localStorage.clear();
  const puts: Array<{ content: ReviewContent }> = [];
  let review = withLines([{ seq: 3, note: 'Too late.', pinned: true }]);
  server.use(
    route('GET /reviews/:number', () => ({ body: review })),
    route('PUT /reviews/:number', ({ body }) => {
      const put = body as { content: ReviewContent };
      puts.push(put);
      review = withLines(put.content.lines);
      return { body: review };
    })
  );
  const user = userEvent.setup({ delay: null });
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <OfReview />
    </QueryClientProvider>
  );
  await screen.findByText('Switched over.');
  const edit = (index: number) => screen.getAllByLabelText(/^Note on Note at/)[index] ?? document.body;
  await user.click(edit(0));
  expect(screen.getByLabelText('Note on this entry')).toHaveValue('Too late.');
  await user.click(screen.getByLabelText(/^Evidence/));
  await user.paste('https://git.example.com/c/41');
  await user.click(screen.getByText('Save'));
  expect(await screen.findByText('git.example.com/c/41')).toHaveAttribute('href', 'https://git.example.com/c/41');
  expect(puts[0]?.content.lines).toEqual([
    { seq: 3, note: 'Too late.', evidence: 'https://git.example.com/c/41', pinned: true },
  ]);

  await user.click(edit(1));
  await user.click(screen.getByLabelText(/^Leave it out/));
  await user.click(screen.getByText('Save'));
  expect(await screen.findByText('Left out of lanes and exports')).toBeInTheDocument();
  await waitFor(() => expect(puts).toHaveLength(2));
  expect(puts[1]?.content.lines).toHaveLength(2);
  expect(puts[1]?.content.lines[1]).toEqual({ seq: 4, hidden: true });
  expect(entriesOf(review).map(({ seq }) => seq)).toEqual([3]);
});

test('the lanes show how severe it was, the last one until the end', () => {
  const review = aReview();
  const severities = [
    { severity: 'P2' as const, from: T, to: '2026-08-01T12:10:00Z' },
    { severity: 'P1' as const, from: '2026-08-01T12:10:00Z' },
  ];
  expect(severitiesOf({ ...review, facts: { ...review.facts, severities } })).toEqual([
    { severity: 'P2', from: Date.parse(T), to: Date.parse('2026-08-01T12:10:00Z') },
    { severity: 'P1', from: Date.parse('2026-08-01T12:10:00Z'), to: Date.parse('2026-08-01T13:00:00Z') },
  ]);
});
