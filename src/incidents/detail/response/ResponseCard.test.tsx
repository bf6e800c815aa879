import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';

import { refusal, route } from '../../../test/api';
import { fakePrometheus } from '../../../test/dataSources';
import { aMessage, aResponse } from '../../../test/fixtures';
import { renderApp } from '../../../test/render';
import { server } from '../../../test/server';

const card = async () => within(await screen.findByRole('region', { name: 'People and playbook' }));

beforeEach(() => {
  fakePrometheus();
  config.bootData.user.login = 'ada';
});

describe('People and playbook', () => {
  it('lets somebody take a role, and names somebody else', async () => {
    const bodies: unknown[] = [];
    server.use(
      route('POST /incidents/:number/roles', ({ body }) => {
        bodies.push(body);
        const people = [{ login: 'ada', since: '2026-08-01T12:00:00Z' }];
        return {
          body: aResponse({ roles: [{ id: 'commander', title: 'Incident commander', many: false, people }] }),
        };
      })
    );
    const { user } = renderApp('incidents/7');
    const part = await card();

    await user.click(await part.findByRole('button', { name: 'Name somebody for "Subject expert"' }));
    await user.type(part.getByRole('textbox', { name: 'Login for "Subject expert"' }), ' cleo {Enter}');
    await waitFor(() => expect(bodies).toEqual([{ role: 'expert', login: 'cleo' }]));
    expect(await part.findByText('ada')).toBeInTheDocument();
    expect(part.queryByRole('button', { name: 'Take the role "Incident commander"' })).not.toBeInTheDocument();
  });

  it('shows how far the playbook is', async () => {
    server.use(
      route('GET /incidents/:number/response', () => ({
        body: aResponse({ nextUpdateDue: new Date(Date.now() - 3 * 60_000).toISOString() }),
      }))
    );
    renderApp('incidents/7');
    const part = await card();

    expect(await part.findByText('Playbook: Major fault')).toBeInTheDocument();
    expect(part.getByText('primary-on-call').closest('li')).toHaveTextContent(/^primary-on-calltold .* ago/);
    expect(part.getByText('secondary-on-call').closest('li')).toHaveTextContent('not needed now');
    expect(part.getByText('3m late')).toBeInTheDocument();
  });

  it('does not say that somebody was told when no channel was there', async () => {
    const [first, ...rest] = aResponse().steps;
    server.use(
      route('GET /incidents/:number/response', () => ({
        body: aResponse({ steps: first ? [{ ...first, told: false }, ...rest] : [] }),
      }))
    );
    renderApp('incidents/7');
    const part = await card();

    const step = (await part.findByText('primary-on-call')).closest('li');
    expect(step).toHaveTextContent(/not told, no channel is set up .* ago/);
  });

  it('fills a template, and sends what a person completed, once', async () => {
    const posted: Array<Record<string, unknown>> = [];
    server.use(
      route('POST /incidents/:number/messages/preview', () => ({
        body: { subject: '#7 P1: update', body: 'Impact now: [Impact?]', missing: ['Impact'] },
      })),
      route('POST /incidents/:number/messages', ({ body }) => {
        posted.push(body as Record<string, unknown>);
        return { status: 201, body: aMessage({ state: 'sent' }) };
      })
    );
    const { user } = renderApp('incidents/7');
    const part = await card();

    await user.click(await part.findByRole('button', { name: 'Write an update' }));
    await user.click(part.getByRole('button', { name: 'Fill in a template' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Internal: update' }));
    expect(await part.findByText('Still to be written: Impact')).toBeInTheDocument();
    expect(part.getByRole('button', { name: 'Send' })).toBeDisabled();
    const box = part.getByRole('textbox', { name: /Text/ });
    await user.clear(box);
    await user.type(box, 'No orders.');
    await user.click(part.getByRole('checkbox', { name: 'ops' }));
    await user.click(part.getByRole('button', { name: 'Send' }));

    await waitFor(() => expect(posted).toHaveLength(1));
    expect(posted[0]).toMatchObject({
      audience: 'internal',
      template: 'internal-update',
      subject: '#7 P1: update',
      body: 'No orders.',
      channels: ['ops'],
      draft: false,
    });
    expect(posted[0]?.key).toMatch(/^[0-9a-f]{32}$/);
    await waitFor(() => expect(part.queryByRole('form', { name: 'Message' })).not.toBeInTheDocument());
  });

  it('keeps the text of a message that was refused, and says why', async () => {
    server.use(
      route('POST /incidents/:number/messages', () =>
        refusal(422, { code: 'drill', message: 'People outside are told nothing.' })
      )
    );
    const { user } = renderApp('incidents/7');
    const part = await card();

    await user.click(await part.findByRole('button', { name: 'Write an update' }));
    await user.type(part.getByRole('textbox', { name: /Text/ }), 'Orders fail');
    await user.click(part.getByRole('button', { name: 'Send' }));

    expect(await part.findByText('People outside are told nothing.')).toBeInTheDocument();
    expect(part.getByRole('textbox', { name: /Text/ })).toHaveValue('Orders fail');
  });

  it('lets others approve, and not the writer', async () => {
    const done: string[] = [];
    server.use(
      route('GET /incidents/:number/messages', () => ({
        body: { messages: [aMessage(), aMessage({ id: 6, subject: 'My own', writtenBy: 'Ada' })] },
      })),
      route('POST /incidents/:number/messages/:id/approve', ({ url }) => {
        done.push(url.pathname);
        return { body: aMessage({ state: 'approved', decidedBy: 'ada' }) };
      })
    );
    const { user } = renderApp('incidents/7');
    const part = await card();
    const [others, own] = await part.findAllByRole('button', { name: 'Approve' });

    expect(own).toHaveAttribute('aria-disabled', 'true');
    await user.click(others);
    await waitFor(() => expect(done).toHaveLength(1));
    expect(done[0]).toContain('/messages/5/approve');
    expect(part.queryByRole('button', { name: 'Send' })).not.toBeInTheDocument();
  });

  it('asks for a reason before it rejects', async () => {
    const bodies: unknown[] = [];
    server.use(
      route('GET /incidents/:number/messages', () => ({ body: { messages: [aMessage()] } })),
      route('POST /incidents/:number/messages/:id/reject', ({ body }) => {
        bodies.push(body);
        return { body: aMessage({ state: 'rejected', decidedBy: 'ada', reason: 'Too early' }) };
      })
    );
    const { user } = renderApp('incidents/7');
    const part = await card();

    await user.click(await part.findByRole('button', { name: 'Reject…' }));
    await user.type(part.getByRole('textbox', { name: 'What has to be different' }), 'Too early{Enter}');
    await waitFor(() => expect(bodies).toEqual([{ reason: 'Too early' }]));
  });

  it('shows viewers what they may not do', async () => {
    config.bootData.user.orgRole = OrgRole.Viewer;
    renderApp('incidents/7');
    const part = await card();

    expect(await part.findByRole('button', { name: 'Take the role "Incident commander"' })).toHaveAttribute(
      'aria-disabled',
      'true'
    );
    expect(part.getByRole('button', { name: 'Write an update' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('says when it could not be loaded', async () => {
    server.use(
      route('GET /incidents/:number/response', () => refusal(503, { code: 'store_unavailable', message: 'Locked.' }))
    );
    renderApp('incidents/7');
    const part = await card();

    expect(await part.findByText('Locked.')).toBeInTheDocument();
    expect(part.getByRole('button', { name: 'Retry' })).toBeEnabled();
  });
});
