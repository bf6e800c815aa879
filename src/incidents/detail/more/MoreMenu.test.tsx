import { screen, waitFor, within } from '@testing-library/react';
import { type UserEvent } from '@testing-library/user-event';

import { refusal, route, type Seen } from '../../../test/api';
import { fakePrometheus } from '../../../test/dataSources';
import { aDetail, anAlert, anIncident } from '../../../test/fixtures';
import { renderApp } from '../../../test/render';
import { server } from '../../../test/server';

const everything = aDetail({
  alerts: [anAlert(), anAlert({ id: 71, name: 'Slow', fingerprint: 'f00' })],
  allowed: ['acknowledge', 'status', 'resolve', 'severity', 'edit', 'decline', 'merge', 'split', 'note'],
});

/** Sends of each verb, as "verb body". */
function recorded(detail = everything) {
  const sent: Array<[string, unknown]> = [];
  const answer = ({ url, body }: Seen) => {
    sent.push([url.pathname.split('/').pop() ?? '', body]);
    return { body: detail };
  };
  server.use(
    route('GET /incidents/:number', () => ({ body: detail })),
    route('PATCH /incidents/:number', answer),
    ...(['status', 'severity', 'decline', 'merge', 'split', 'acknowledge'] as const).map((verb) =>
      route(`POST /incidents/:number/${verb}`, answer)
    )
  );
  return sent;
}

async function open(user: UserEvent, item: string) {
  await user.click(await screen.findByRole('button', { name: 'More' }));
  await user.click(await screen.findByRole('menuitem', { name: new RegExp(`^${item}`) }));
  return within(await screen.findByRole('dialog'));
}

beforeEach(() => fakePrometheus());

describe('More', () => {
  it('lowers the severity with a reason only', async () => {
    const sent = recorded();
    const { user } = renderApp('incidents/7');
    const dialog = await open(user, 'Change the severity');

    await user.click(dialog.getByRole('radio', { name: 'P2' }));
    expect(dialog.getByRole('button', { name: 'Change' })).toBeDisabled();
    await user.type(dialog.getByRole('textbox', { name: /Reason/ }), 'Ten users');
    await user.click(dialog.getByRole('button', { name: 'Change' }));

    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(sent).toEqual([['severity', { version: 3, to: 'P2', reason: 'Ten users' }]]);
  });

  it('sets the state', async () => {
    const sent = recorded();
    const { user } = renderApp('incidents/7');
    const dialog = await open(user, 'Set the state');
    await user.click(dialog.getByRole('radio', { name: 'Mitigating' }));
    await user.click(dialog.getByRole('button', { name: 'Set' }));
    await waitFor(() => expect(sent).toEqual([['status', { version: 3, to: 'mitigating' }]]));
  });

  it('acknowledges for a time', async () => {
    const sent = recorded();
    const { user } = renderApp('incidents/7');
    const dialog = await open(user, 'Acknowledge for a time');
    await user.click(dialog.getByRole('radio', { name: '1 h' }));
    await user.click(dialog.getByRole('button', { name: 'Acknowledge now' }));
    await waitFor(() => expect(sent).toEqual([['acknowledge', { version: 3, minutes: 60 }]]));
  });

  it('declines with a reason', async () => {
    const sent = recorded();
    const { user } = renderApp('incidents/7');
    const dialog = await open(user, 'Decline');
    await user.type(dialog.getByRole('textbox'), 'A test');
    await user.click(dialog.getByRole('button', { name: 'Decline it' }));
    await waitFor(() => expect(sent).toEqual([['decline', { version: 3, reason: 'A test' }]]));
  });

  it('merges into another incident, not into itself', async () => {
    const sent = recorded();
    const { user } = renderApp('incidents/7');
    const dialog = await open(user, 'Merge into');
    await user.type(dialog.getByRole('spinbutton'), '7');
    expect(dialog.getByRole('button', { name: 'Merge' })).toBeDisabled();
    await user.type(dialog.getByRole('spinbutton'), '1');
    await user.click(dialog.getByRole('button', { name: 'Merge' }));
    await waitFor(() => expect(sent).toEqual([['merge', { version: 3, into: 71 }]]));
  });

  it('changes title and summary', async () => {
    const sent = recorded();
    const { user } = renderApp('incidents/7');
    const dialog = await open(user, 'Change title');
    await user.type(dialog.getByRole('textbox', { name: /Summary/ }), 'One zone');
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    const body = { version: 3, title: 'Checkout answers with errors', summary: 'One zone' };
    await waitFor(() => expect(sent).toEqual([['7', body]]));
  });

  it('splits some of the alerts off, never all', async () => {
    const sent = recorded();
    const { user } = renderApp('incidents/7');
    const dialog = await open(user, 'Split alerts off');

    await user.click(dialog.getByRole('checkbox', { name: /HttpServerErrorsHigh/ }));
    await user.click(dialog.getByRole('checkbox', { name: /Slow/ }));
    expect(dialog.getByRole('button', { name: 'Split' })).toBeDisabled();
    await user.click(dialog.getByRole('checkbox', { name: /HttpServerErrorsHigh/ }));
    await user.click(dialog.getByRole('button', { name: 'Split' }));

    await waitFor(() => expect(sent).toEqual([['split', { version: 3, occurrences: [71] }]]));
  });

  it('gives the focus back to what its dialog was opened from, and the keys work on', async () => {
    recorded();
    const { user } = renderApp('incidents/7');
    await open(user, 'Decline');
    await user.keyboard('{Escape}');

    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(screen.getByRole('button', { name: 'More' })).toHaveFocus();
    await user.keyboard('?');
    expect(await screen.findByRole('dialog', { name: 'Keys of this page' })).toBeInTheDocument();
  });

  it('keeps the dialog open and says why something was refused', async () => {
    recorded();
    server.use(
      route('POST /incidents/:number/merge', () =>
        refusal(404, { code: 'not_found', message: 'There is no incident 9 in this organisation.' })
      )
    );
    const { user } = renderApp('incidents/7');
    const dialog = await open(user, 'Merge into');
    await user.type(dialog.getByRole('spinbutton'), '9{Enter}');

    expect(await dialog.findByText('There is no incident 9 in this organisation.')).toBeInTheDocument();
  });

  it('says why something cannot be done now', async () => {
    recorded(aDetail({ incident: anIncident({ status: 'mitigating' }), allowed: ['resolve'] }));
    const { user } = renderApp('incidents/7');
    await user.click(await screen.findByRole('button', { name: 'More' }));

    const item = await screen.findByRole('menuitem', { name: /^Decline/ });
    expect(item).toHaveTextContent('Not possible while the incident is: Mitigating');
    expect(screen.queryByRole('menuitem', { name: /Take the merge back/ })).not.toBeInTheDocument();
  });
});
