import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';

import { type Proposal, type ProposalDetail } from '../api/proposals';
import { refusal, route } from '../test/api';
import { aSignal, T0 } from '../test/fixtures';
import { fakePrometheus } from '../test/dataSources';
import { renderApp } from '../test/render';
import { server } from '../test/server';
import { compareLines } from '../ui/diff';
import { limitsOf, withLimit } from './proposals/signals';

function aProposal(over: Partial<Proposal> = {}): Proposal {
  return {
    id: 3,
    number: 7,
    kind: 'runbook',
    target: 'net-dns',
    why: 'The second step was missing.',
    state: 'open',
    createdBy: 'ed',
    createdAt: T0,
    ...over,
  };
}

const detailOf = (proposal: Proposal, over: Partial<ProposalDetail> = {}): ProposalDetail => ({
  proposal,
  body: 'one\nthree\n',
  proposed: 'one\nthree\n',
  present: 'one\ntwo\n',
  stale: false,
  ...over,
});

function given(proposal: Proposal, over: Partial<ProposalDetail> = {}) {
  const sent: unknown[] = [];
  server.use(
    route('GET /reviews/:number/proposals', () => ({ body: { proposals: [proposal] } })),
    route('GET /reviews/:number/proposals/:id', () => ({ body: detailOf(proposal, over) })),
    route('POST /reviews/:number/proposals/:id', ({ body }) => {
      sent.push(body);
      return { body: { ...proposal, state: 'accepted' } };
    })
  );
  return sent;
}

const look = (target: string) => screen.findByRole('button', { name: `Look at the proposal for ${target}` });

beforeEach(() => void fakePrometheus());

test('a proposal is compared with what is in effect, and accepted', async () => {
  const sent = given(aProposal());
  const { user } = renderApp('reviews/7');
  await user.click(await look('net-dns'));
  const section = within(screen.getByRole('region', { name: 'Back into practice' }));
  expect(await section.findByText('- two')).toBeInTheDocument();
  expect(section.getByText('+ three')).toBeInTheDocument();
  expect(section.getByRole('link', { name: 'net-dns' })).toHaveAttribute(
    'href',
    expect.stringContaining('runbooks/net-dns')
  );
  await user.click(section.getByRole('button', { name: 'Accept and put into effect' }));
  await waitFor(() => expect(sent).toEqual([{ accept: true }]));
});

test('declining needs a reason', async () => {
  const sent = given(aProposal());
  const { user } = renderApp('reviews/7');
  await user.click(await look('net-dns'));
  expect(await screen.findByRole('button', { name: 'Decline' })).toHaveAttribute('aria-disabled', 'true');
  await user.type(screen.getByRole('textbox', { name: /^Reason/ }), 'It is right as it is.');
  await user.click(screen.getByRole('button', { name: 'Decline' }));
  await waitFor(() => expect(sent).toEqual([{ accept: false, reason: 'It is right as it is.' }]));
});

test('what was changed since cannot be accepted, and a signal only by an Admin', async () => {
  config.bootData.user.orgRole = OrgRole.Editor;
  given(aProposal(), { stale: true });
  const first = renderApp('reviews/7');
  await first.user.click(await look('net-dns'));
  expect(await screen.findByText(/was changed since this was proposed/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Accept and put into effect' })).toHaveAttribute('aria-disabled', 'true');
  first.unmount();
  given(aProposal({ kind: 'threshold', target: 'http-5xx-ratio' }));
  const { user } = renderApp('reviews/7');
  await user.click(await look('http-5xx-ratio'));
  expect(await screen.findByRole('button', { name: 'Accept and put into effect' })).toHaveAttribute(
    'aria-disabled',
    'true'
  );
  expect(screen.getByRole('button', { name: 'Decline' })).toBeInTheDocument();
});

test('another text of a runbook is written beside the present one', async () => {
  const added: unknown[] = [];
  server.use(
    route('POST /reviews/:number/proposals', ({ body }) => {
      added.push(body);
      return added.length === 1
        ? refusal(422, { code: 'bad_runbook', message: 'Line 2: no title.' })
        : { status: 201, body: aProposal() };
    })
  );
  const { user } = renderApp('reviews/7');
  await user.click(await screen.findByRole('button', { name: 'Propose a change' }));
  const form = within(screen.getByRole('form', { name: 'Propose a change' }));
  await user.type(form.getByRole('combobox', { name: /^Runbook/ }), 'app-new{Enter}');
  await user.type(await form.findByRole('textbox', { name: /^As it should be/ }), 'Text');
  expect(form.getByText('+ Text')).toBeInTheDocument();
  const submit = form.getByRole('button', { name: 'Propose it' });
  expect(submit).toBeDisabled();
  await user.type(form.getByRole('textbox', { name: /^Why/ }), 'It was missing.');
  await user.click(submit);
  expect(await screen.findByText('Line 2: no title.')).toBeInTheDocument();
  await user.click(submit);
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Propose it' })).not.toBeInTheDocument());
  expect(added[1]).toEqual({ kind: 'runbook', target: 'app-new', body: 'Text', why: 'It was missing.' });
});

test('a runbook says which review changed it', async () => {
  server.use(
    route('GET /proposals', ({ url }) => ({
      body: {
        proposals:
          url.searchParams.get('target') === 'app-error-rate'
            ? [
                aProposal({ target: 'app-error-rate', state: 'accepted', decidedAt: T0 }),
                aProposal({ id: 4, target: 'app-error-rate', state: 'rejected' }),
              ]
            : [],
      },
    }))
  );
  renderApp('runbooks/app-error-rate');
  const list = await screen.findByRole('list', { name: 'Changes by reviews' });
  expect(within(list).getAllByRole('listitem')).toHaveLength(1);
  expect(within(list).getByRole('link', { name: 'Changed by review #7' })).toHaveAttribute(
    'href',
    expect.stringContaining('reviews/7')
  );
});

test('every threshold of an alert can be proposed, and the others stay', () => {
  const signal = aSignal();
  const alert = {
    ...signal.alert,
    name: 'A',
    for: '5m',
    severity: 'P1' as const,
    summary: 's',
    runbook: 'r',
    op: '>' as const,
    value: 0.05,
    levels: [{ name: 'B', severity: 'P0' as const, for: '2m', summary: 's', value: 0.25 }],
  };
  const limits = limitsOf({ ...signal, alert });
  expect(limits.slice(0, 2)).toMatchObject([
    { name: 'A', op: '>', value: 0.05 },
    { name: 'B', op: '>', value: 0.25 },
  ]);
  const said = { id: signal.id, alert: { for: '1m' } };
  expect(limits[0] && withLimit(said, limits[0], 0.1)).toEqual({ id: signal.id, alert: { for: '1m', value: 0.1 } });
  expect(limits[1] && withLimit(said, limits[1], 0.5)).toEqual({
    id: signal.id,
    alert: { for: '1m', levels: [{ ...alert.levels[0], value: 0.5 }] },
  });
  expect(limitsOf({ ...signal, alert: undefined })).toEqual([]);
});

test('texts that differ everywhere are compared without a table of all their lines', () => {
  const many = (word: string) => Array.from({ length: 5000 }, (_, index) => `${word} ${index}`);
  const lines = compareLines(['head', ...many('a'), 'tail'], ['head', ...many('b'), 'tail']);
  expect(lines).toHaveLength(10_002);
  expect([lines[0], lines.at(-1)]).toEqual([
    { op: 'same', text: 'head' },
    { op: 'same', text: 'tail' },
  ]);
});
