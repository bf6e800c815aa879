import { locationService } from '@grafana/runtime';
import { act, screen, waitFor } from '@testing-library/react';

import { refusal, route } from '../test/api';
import { fakePrometheus } from '../test/dataSources';
import { here, renderApp } from '../test/render';
import { server } from '../test/server';

beforeEach(() => fakePrometheus());

const unknown = { outcome: 'unknown_alert', reason: 'No alert with this fingerprint has arrived.' } as const;

describe('AlertPage', () => {
  it('leads to the incident and leaves no trace in the history', async () => {
    const asked: string[] = [];
    server.use(
      route('GET /alerts/lookup', ({ url }) => {
        asked.push(url.search);
        return { body: { outcome: 'incident', reason: 'Incident #7.', incident: 7 } };
      })
    );
    const before = locationService.getHistory().length;
    renderApp('alert?label=alertname%3DX&label=service%3Dcart&label=nonsense');

    await waitFor(() => expect(here()).toBe('incidents/7'));

    expect(asked).toEqual(['?label=alertname%3DX&label=service%3Dcart']);
    expect(locationService.getHistory().length).toBe(before + 1);
    expect(locationService.getHistory().action).toBe('REPLACE');
  });

  it.each([
    ['unknown_alert', 'Strata has not received this alert'],
    ['alert_without_incident', 'This alert has no incident'],
    ['unknown_source', 'Strata does not know the source of this alert'],
  ])('says for %s that there is no incident, and why', async (outcome, title) => {
    server.use(route('GET /alerts/lookup', () => ({ body: { outcome, reason: 'This is why.' } })));
    renderApp('alert?fingerprint=abc&source=am');

    expect(await screen.findByText(title)).toBeInTheDocument();
    expect(screen.getByText('This is why.')).toBeInTheDocument();
    expect(screen.getByText('fingerprint=abc, source=am')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'All incidents' })).toBeInTheDocument();
  });

  it('waits for the alert to arrive', async () => {
    jest.useFakeTimers();
    server.use(route('GET /alerts/lookup', () => ({ body: unknown })));
    renderApp('alert?fingerprint=abc');
    expect(await screen.findByText(/Waiting for the alert to arrive/)).toBeInTheDocument();

    server.use(route('GET /alerts/lookup', () => ({ body: { outcome: 'incident', reason: 'There.', incident: 7 } })));
    await act(() => jest.advanceTimersByTimeAsync(3_100));

    await waitFor(() => expect(here()).toBe('incidents/7'));
  });

  it('gives up after two minutes and looks again on demand', async () => {
    jest.useFakeTimers();
    let asked = 0;
    server.use(
      route('GET /alerts/lookup', () => {
        asked += 1;
        return { body: unknown };
      })
    );
    const { user } = renderApp('alert?fingerprint=abc');
    await screen.findByText(/Waiting for the alert to arrive/);
    await act(() => jest.advanceTimersByTimeAsync(121_000));
    const again = await screen.findByRole('button', { name: 'Look again' });
    const before = asked;

    await user.click(again);

    expect(await screen.findByText(/Waiting for the alert to arrive/)).toBeInTheDocument();
    await waitFor(() => expect(asked).toBe(before + 1));
  });

  it('explains a link that names no alert', async () => {
    renderApp('alert');

    expect(await screen.findByText('This link names no alert')).toBeInTheDocument();
  });

  it('explains that it could not look', async () => {
    server.use(
      route('GET /alerts/lookup', () => refusal(503, { code: 'store_unavailable', message: 'The store is locked.' }))
    );
    renderApp('alert?fingerprint=abc');

    expect(await screen.findByText('The store is locked.')).toBeInTheDocument();
  });
});
