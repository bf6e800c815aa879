import React from 'react';
import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { type Review, useReview } from '../../api/reviews';
import { refusal, route, type Seen } from '../../test/api';
import { aSample, fakePrometheus } from '../../test/dataSources';
import { anEntry } from '../../test/fixtures';
import { aReview, aReviewSummary } from '../../test/reviews';
import { server } from '../../test/server';
import { Lanes } from './Lanes';

jest.mock('@grafana/ui', () => ({ ...jest.requireActual('@grafana/ui'), UPlotChart: () => <canvas /> }));

const T = '2026-08-01T12:00:00.000Z';

/** A review whose record has one note. */
function withNote(at: string, over: Partial<Review> = {}): Review {
  const review = aReview(over);
  const note = { seq: 3, recordedAt: T, kind: 'note', lane: 'actions' as const, actor: 'ed', text: 'switched over' };
  return { ...review, facts: { ...review.facts, lines: [{ ...note, at, corrected: at !== T || undefined }] } };
}

/** A record whose note is corrected, as the backend has it; gives what was asked. */
function serve(first: Review) {
  const asked: Seen[] = [];
  let review = first;
  server.use(
    route('GET /reviews/:number', () => ({ body: review })),
    route('PATCH /incidents/:number/timeline/:seq', (seen) => {
      asked.push(seen);
      const { at } = seen.body as { at?: string };
      review = withNote(at ?? T);
      return { body: anEntry({ seq: 3, at: T, shownAt: at }) };
    })
  );
  return asked;
}

function OfReview() {
  const { data } = useReview(7);
  return data ? <Lanes review={data} /> : null;
}

function renderLanes() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const view = render(
    <QueryClientProvider client={client}>
      <main>
        <OfReview />
      </main>
    </QueryClientProvider>
  );
  return { ...view, user: userEvent.setup({ delay: null }) };
}

beforeEach(() => {
  fakePrometheus();
  // jsdom lays nothing out and captures no pointer.
  globalThis.ResizeObserver = class {
    constructor(private readonly callback: ResizeObserverCallback) {}
    observe(target: Element) {
      // A tooltip beside the page measures itself again whenever it is told a size.
      if (!document.querySelector('main')?.contains(target)) {
        return;
      }
      this.callback([{ contentRect: { width: 1000 } } as ResizeObserverEntry], this);
    }
    unobserve() {}
    disconnect() {}
  };
  Element.prototype.setPointerCapture = () => undefined;
});

const note = () => screen.findByRole('button', { name: /Note, switched over, ed/ });

test('an entry is dragged to another time, and that is undone', async () => {
  const asked = serve(withNote(T));
  const { user } = renderLanes();
  const mark = await note();
  await user.pointer([
    { keys: '[MouseLeft>]', target: mark, coords: { clientX: 500, clientY: 40 } },
    { target: mark, coords: { clientX: 300, clientY: 40 } },
    { keys: '[/MouseLeft]', target: mark, coords: { clientX: 300, clientY: 40 } },
  ]);
  const details = await screen.findByTestId('timeline details');
  expect(asked).toHaveLength(0);
  await user.click(within(details).getByRole('button', { name: 'Correct time' }));
  expect(await within(details).findByText('corrected')).toBeVisible();
  const { at, seen } = asked[0]?.body as { at: string; seen: string };
  expect(asked[0]?.params).toMatchObject({ number: '7', seq: '3' });
  expect(seen).toBe(T);
  expect(at < T).toBe(true);

  await user.click(within(details).getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(asked[1]?.body).toEqual({ seen: at }));
  await waitFor(() => expect(within(details).queryByText('corrected')).not.toBeInTheDocument());
});

test('the keyboard does the same; what somebody else corrected meanwhile is shown', async () => {
  const asked = serve(withNote('2026-08-01T11:59:00.000Z'));
  const { user } = renderLanes();
  const mark = await note();
  act(() => mark.focus());
  await user.keyboard('{Enter}');
  const details = await screen.findByTestId('timeline details');
  expect(within(details).getByRole('button', { name: 'Take the correction back' })).toBeEnabled();
  await user.click(within(details).getByRole('button', { name: 'Correct time' }));
  const time = within(details).getByRole('textbox', { name: /Happened at/ });
  expect(time).toHaveFocus();
  await user.clear(time);
  await user.type(time, '2026-08-01 11:30:00');
  server.use(
    route('GET /reviews/:number', () => ({ body: withNote('2026-08-01T11:58:00.000Z') })),
    route('PATCH /incidents/:number/timeline/:seq', (request) => {
      asked.push(request);
      return refusal(409, { code: 'changed_meanwhile', message: 'Somebody else corrected it.', fix: 'Look again.' });
    })
  );
  await user.click(within(details).getByRole('button', { name: 'Correct time' }));
  expect(await within(details).findByText('Somebody else corrected it. Look again.')).toBeVisible();
  await waitFor(() => expect(within(details).getByText(/11:58:00/)).toBeVisible());
  expect(time).toHaveValue('2026-08-01 11:30:00');
  await user.keyboard('{Escape}');
  expect(details).not.toBeInTheDocument();
  expect(await note()).toHaveFocus();
});

test('only Editors may, and only while the review can be edited', async () => {
  serve(withNote(T, { editable: false, summary: aReviewSummary({ state: 'published' }) }));
  const { user, unmount } = renderLanes();
  await user.click(await note());
  expect(await screen.findByRole('button', { name: 'Correct time' })).toHaveAttribute('aria-disabled', 'true');
  unmount();

  serve(withNote(T));
  config.bootData.user.orgRole = OrgRole.Viewer;
  renderLanes();
  await user.click(await note());
  expect(await screen.findByRole('button', { name: 'Correct time' })).toHaveAttribute('aria-disabled', 'true');
});

describe('what the alerts judged', () => {
  /** The alert of the record is that of the catalog's signal. */
  const withSignal = () => {
    const review = withNote(T);
    const alerts = review.facts.alerts.map((alert) => ({ ...alert, signal: 'http-5xx-ratio' }));
    return { ...review, facts: { ...review.facts, alerts } };
  };

  test('stands behind the lanes, over the same time', async () => {
    serve(withSignal());
    const requests = fakePrometheus({ uid: 'prom', name: 'Prom', answer: () => [aSample({}, 0.12)] });
    renderLanes();
    expect(await screen.findByTestId('timeline strip')).toHaveAttribute(
      'data-title',
      'Server error ratio (5xx), checkout'
    );
    const [asked] = requests.filter(({ targets }) => targets.some(({ expr }) => expr.includes('"checkout"')));
    expect(asked?.targets.map(({ expr }) => expr)).toEqual([expect.stringMatching(/^max\(.*rate\(errors\[5m\]\)/)]);
    expect(asked?.range.from.valueOf()).toBeLessThan(Date.parse(T));
    expect(asked?.range.to.valueOf()).toBeGreaterThan(Date.parse(T));
  });

  test('a data source that fails is named, and the lanes stay', async () => {
    serve(withSignal());
    const answer = () => {
      throw new Error('too many samples');
    };
    fakePrometheus({ uid: 'prom', name: 'Prom', answer });
    renderLanes();
    expect(await screen.findByText(/could not be asked: Prom: too many samples/)).toBeInTheDocument();
    expect(await note()).toBeInTheDocument();
  });

  test('alerts without a signal ask nothing', async () => {
    serve(withNote(T));
    const requests = fakePrometheus({ uid: 'prom', name: 'Prom' });
    renderLanes();
    await note();
    expect(screen.queryByTestId('timeline strip')).not.toBeInTheDocument();
    expect(requests.flatMap(({ targets }) => targets).filter(({ expr }) => expr.includes('checkout'))).toEqual([]);
  });
});
