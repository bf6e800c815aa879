import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor } from '@testing-library/react';

import { type IncidentDetail } from '../../api/types';
import { refusal, route } from '../../test/api';
import { fakePrometheus } from '../../test/dataSources';
import { aDetail, anIncident } from '../../test/fixtures';
import { here, renderApp } from '../../test/render';
import { aReview } from '../../test/reviews';
import { server } from '../../test/server';

beforeEach(() => fakePrometheus());

afterEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
});

function opened(over: Partial<IncidentDetail>) {
  server.use(route('GET /incidents/:number', () => ({ body: aDetail(over) })));
  return renderApp('incidents/7');
}

const over = { incident: anIncident({ status: 'resolved' }) };

test.each([
  [{ state: 'draft', overdue: false }, 'Review: draft'],
  [{ state: 'in_review', overdue: false }, 'Review: in review'],
  [{ state: 'approved', overdue: true }, 'Review: overdue'],
  [{ state: 'published', overdue: false }, 'Review'],
] as const)('an incident that is over leads to its review: %o', async (review, name) => {
  opened({ ...over, review });
  const link = await screen.findByRole('link', { name });
  expect(link).toHaveAttribute('href', expect.stringMatching(/\/reviews\/7$/));
});

test('while people work on the incident there is no way to a review', async () => {
  opened({ incident: anIncident({ status: 'investigating' }) });
  await screen.findByRole('button', { name: 'Acknowledge' });
  expect(screen.queryByRole('button', { name: 'Begin a review' })).not.toBeInTheDocument();
});

test('a review is begun, and is where one is then', async () => {
  const asked: string[] = [];
  server.use(
    route('POST /incidents/:number/review', ({ url }) => {
      asked.push(url.pathname);
      return asked.length === 1 ? refusal(422, { code: 'no_review', message: 'Incident 7 was merged.' }) : { body: aReview() };
    })
  );
  const { user } = opened(over);
  const begin = await screen.findByRole('button', { name: 'Begin a review' });
  await user.click(begin);
  expect(await screen.findByText(/Incident 7 was merged/)).toBeInTheDocument();
  await user.click(begin);
  await waitFor(() => expect(here()).toBe('reviews/7'));
  expect(asked).toHaveLength(2);
});

test('a viewer is told why a review cannot be begun', async () => {
  config.bootData.user.orgRole = OrgRole.Viewer;
  const { user } = opened(over);
  const begin = await screen.findByRole('button', { name: 'Begin a review' });
  expect(begin).toHaveAttribute('aria-disabled', 'true');
  await user.hover(begin);
  expect(await screen.findByText('You need the role Editor to begin a review')).toBeInTheDocument();
});
