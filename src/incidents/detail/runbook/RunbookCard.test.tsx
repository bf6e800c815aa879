import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';

import { type IncidentRunbooks, type RunbookRun } from '../../../api/runbookRuns';
import { refusal, route } from '../../../test/api';
import { fakePrometheus } from '../../../test/dataSources';
import { T0 } from '../../../test/fixtures';
import { renderApp } from '../../../test/render';
import { aMatch, aRun, incidentRunbooksOf } from '../../../test/runbooks';
import { server } from '../../../test/server';

function answer(runbooks: IncidentRunbooks) {
  server.use(route('GET /incidents/:number/runbooks', () => ({ body: runbooks })));
}

beforeEach(() => fakePrometheus());

const card = async () => within(await screen.findByRole('region', { name: 'Runbook' }));

test('offers what fits with its reason, and outside links; starting shows the steps', async () => {
  const started: unknown[] = [];
  answer(
    incidentRunbooksOf({
      matches: [aMatch(), aMatch({ id: 'our-shop', title: 'Our shop', by: 'labels', detail: 'service="cart"' })],
      links: [{ alert: 'Other', url: 'https://wiki.example/x' }],
    })
  );
  server.use(
    route('POST /incidents/:number/runs', ({ body }) => {
      started.push(body);
      return { body: aRun() };
    })
  );
  const { user } = renderApp('incidents/7');
  const inCard = await card();
  expect(await inCard.findByText('for the signal http-5xx-ratio of HttpServerErrorsHigh')).toBeInTheDocument();
  expect(inCard.getByText('HttpServerErrorsHigh has service="cart"')).toBeInTheDocument();
  expect(inCard.getByRole('link', { name: /Runbook of Other/ })).toHaveAttribute('href', 'https://wiki.example/x');
  await user.click(inCard.getByRole('button', { name: 'Start High error rate' }));
  expect(await inCard.findByText('0 of 3 steps')).toBeInTheDocument();
  expect(inCard.getAllByRole('checkbox')).toHaveLength(3);
  expect(started).toEqual([{ runbook: 'app-error-rate' }]);
});

test('steps are ticked by keyboard, judged and commented, with what was seen', async () => {
  const sent: Array<[string, unknown]> = [];
  answer(
    incidentRunbooksOf({
      runs: [
        aRun({
          ticks: [{ position: 2, revision: 31, state: 'skipped', doneBy: 'ada', doneAt: T0, comment: 'no pods' }],
        }),
      ],
    })
  );
  server.use(
    route('PUT /incidents/:number/runs/:run/steps/:position', ({ params, body }) => {
      sent.push([`${String(params.run)}/${String(params.position)}`, body]);
      return { body: aRun({ ticks: [{ position: 1, revision: 40, state: 'done', doneBy: 'ed', doneAt: T0 }] }) };
    })
  );
  const { user } = renderApp('incidents/7');
  const inCard = await card();
  expect(await inCard.findByText('1 of 3 steps')).toBeInTheDocument();
  expect(inCard.getByText(/Skipped by ada/)).toBeInTheDocument();
  expect(inCard.getByText('no pods')).toBeInTheDocument();
  const second = within(inCard.getByRole('group', { name: 'Step 2' }));
  await user.click(second.getByRole('button', { name: 'Wrong' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  inCard.getByRole('checkbox', { name: 'Step 1 is done' }).focus();
  await user.keyboard(' ');
  await waitFor(() => expect(sent).toHaveLength(2));
  await user.click(within(inCard.getByRole('group', { name: 'Step 3' })).getByRole('button', { name: 'Comment' }));
  await user.type(inCard.getByLabelText('Comment on step 3'), 'slow');
  await user.click(inCard.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent).toHaveLength(3));
  expect(sent[0]).toEqual(['5/2', { seen: 31, verdict: 'wrong' }]);
  expect(sent[1]?.[0]).toBe('5/1');
  expect(sent[2]).toEqual(['5/3', { seen: 0, comment: 'slow' }]);
});

test('when somebody else was faster the run is loaded again and that is said', async () => {
  let run: RunbookRun = aRun();
  server.use(
    route('GET /incidents/:number/runbooks', () => ({ body: incidentRunbooksOf({ runs: [run] }) })),
    route('PUT /incidents/:number/runs/:run/steps/:position', () => {
      run = aRun({ ticks: [{ position: 1, revision: 9, state: 'skipped', doneBy: 'ada', doneAt: T0 }] });
      return refusal(409, { code: 'stale_version', message: 'Step 1 was changed.' });
    })
  );
  const { user } = renderApp('incidents/7');
  const inCard = await card();
  await user.click(await inCard.findByRole('checkbox', { name: 'Step 1 is done' }));
  expect(await inCard.findByText('The step was not changed')).toBeInTheDocument();
  expect(await inCard.findByText(/Skipped by ada/)).toBeInTheDocument();
});

test('a run is ended after one question, and then folded', async () => {
  let ended: unknown;
  answer(incidentRunbooksOf({ runs: [aRun()] }));
  server.use(
    route('POST /incidents/:number/runs/:run/end', ({ body }) => {
      ended = body;
      return { body: aRun({ endedAt: T0, endedBy: 'ed' }) };
    })
  );
  const { user } = renderApp('incidents/7');
  const inCard = await card();
  await user.click(await inCard.findByRole('button', { name: 'End' }));
  await user.type(inCard.getByLabelText(/Was a step wrong or missing/), 'no');
  await user.click(inCard.getByRole('button', { name: 'End the run' }));
  expect(await inCard.findByText(/ended by ed/)).toBeInTheDocument();
  expect(ended).toEqual({ comment: 'no' });
  expect(inCard.queryByRole('checkbox')).not.toBeInTheDocument();
  await user.click(inCard.getByRole('button', { name: 'Show the steps' }));
  expect(inCard.getAllByRole('checkbox')[0]).toBeDisabled();
});

test('viewers see how far it is and are told why they cannot tick', async () => {
  config.bootData.user.orgRole = OrgRole.Viewer;
  answer(incidentRunbooksOf({ runs: [aRun()], matches: [aMatch({ id: 'other', title: 'Other' })] }));
  renderApp('incidents/7');
  const inCard = await card();
  expect((await inCard.findAllByRole('checkbox'))[0]).toBeDisabled();
  expect(inCard.getByRole('button', { name: 'Start Other' })).toHaveAttribute('aria-disabled', 'true');
});

test('an incident without a runbook leads to all of them', async () => {
  renderApp('incidents/7');
  const inCard = await card();
  expect(await inCard.findByText('No runbook fits the alerts of this incident.')).toBeInTheDocument();
  expect(inCard.getByRole('link', { name: 'All runbooks' })).toBeInTheDocument();
});
