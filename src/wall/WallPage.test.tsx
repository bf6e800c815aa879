import { act, screen, waitFor, within } from '@testing-library/react';

import { refusal, route } from '../test/api';
import { aSample, fakePrometheus } from '../test/dataSources';
import { anEntry, anIncident, anOverview } from '../test/fixtures';
import { here, renderApp } from '../test/render';
import { server } from '../test/server';

const open = { P0: 0, P1: 1, P2: 0, P3: 0 };
const p0 = anIncident({ number: 9, severity: 'P0', title: 'Nobody can pay', services: ['pay'] });

function records(...incidents: Array<ReturnType<typeof anIncident>>) {
  const count = (severity: string) => incidents.filter((incident) => incident.severity === severity).length;
  server.use(
    route('GET /incidents', () => ({ body: { incidents } })),
    route('GET /overview', () => ({
      body: anOverview({ open: { P0: count('P0'), P1: count('P1'), P2: count('P2'), P3: count('P3') } }),
    })),
    route('GET /changes', () => ({
      body: {
        changes: [
          {
            incident: 7,
            title: 'Slow',
            severity: 'P2',
            status: 'triage',
            drill: false,
            entry: anEntry({ kind: 'ack' }),
          },
        ],
      },
    }))
  );
}

describe('the wall', () => {
  it('shows open incidents, who has them and how many have no room', async () => {
    fakePrometheus();
    records(
      anIncident(),
      anIncident({ number: 8, severity: 'P2', acknowledged: true, acknowledgedBy: 'ada', title: 'Slow' })
    );
    server.use(route('GET /overview', () => ({ body: anOverview({ open: { ...open, P3: 40 } }) })));
    renderApp('wall?kiosk=1&pin=incidents');

    const [first] = await screen.findAllByText(/Checkout answers with errors/);
    expect(first).toBeVisible();
    expect(screen.getByText('not acknowledged')).toBeInTheDocument();
    expect(screen.getByText('✓ ada')).toBeInTheDocument();
    expect(screen.getByText('+ 40 more')).toBeInTheDocument();
    expect(screen.getByText('This view stays')).toBeInTheDocument();
  });

  it('gives the whole screen to a P0 that nobody has acknowledged, with a code that leads to it', async () => {
    fakePrometheus();
    records(
      { ...p0, warRoom: 'https://meet.example/p0-9', commander: 'grace', nextUpdateDue: '2026-08-01T12:30:00Z' },
      anIncident()
    );
    renderApp('wall?kiosk=1&pin=changes');

    const screenOfP0 = within(await screen.findByRole('region', { name: 'Open P0' }));
    expect(screenOfP0.getByText('Nobody can pay')).toBeInTheDocument();
    expect(screenOfP0.getByText(/Not acknowledged for/)).toBeInTheDocument();
    expect(screenOfP0.getByText('grace')).toBeInTheDocument();
    expect(screenOfP0.getByText(/^in (30:0|29:)/)).toBeInTheDocument();
    expect(screenOfP0.getByRole('img', { name: 'https://meet.example/p0-9' })).toBeInTheDocument();
    expect(
      screenOfP0.getByRole('img', { name: 'https://grafana.example/sub/a/strata-sre-app/incidents/9' })
    ).toBeInTheDocument();
  });

  it('goes on rotating when the P0 is acknowledged, or when the address says so', async () => {
    fakePrometheus();
    records({ ...p0, acknowledged: true });
    const first = renderApp('wall?kiosk=1&pin=incidents');
    expect(await screen.findByText('Nobody can pay')).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: 'Open P0' })).not.toBeInTheDocument();
    first.unmount();

    records(p0);
    renderApp('wall?kiosk=1&pin=incidents&takeover=off');
    expect(await screen.findByText('Nobody can pay')).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: 'Open P0' })).not.toBeInTheDocument();
  });

  it('shows the last changes and lets people turn by keys', async () => {
    fakePrometheus();
    records(anIncident());
    const { user } = renderApp('wall?kiosk=1&views=changes,incidents&every=3600');
    const shown = () => screen.getByRole('heading', { level: 1 }).textContent;
    await screen.findByRole('heading', { level: 1 });

    const before = shown();
    await user.keyboard('{ArrowRight}');
    expect(shown()).not.toBe(before);
    await user.keyboard(' ');
    expect(here()).toMatch(/pin=(changes|incidents)/);
    expect(screen.getByRole('button', { name: 'Next view' })).toBeDisabled();
    await user.keyboard(' ');
    expect(here()).not.toMatch(/pin=/);
  });

  it('says how old the data are when nobody answers, and recovers by itself', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    fakePrometheus();
    records(anIncident());
    renderApp('wall?kiosk=1&pin=incidents');
    await screen.findByText(/Checkout answers with errors/);
    expect(screen.getByRole('alert')).toBeEmptyDOMElement();

    const down = () => refusal(503, { code: 'store_unavailable', message: 'The store cannot be opened.', fix: 'x' });
    server.use(route('GET /overview', down), route('GET /incidents', down));
    await act(() => jest.advanceTimersByTimeAsync(90_000));
    await waitFor(() =>
      expect(screen.getByRole('alert')).toHaveTextContent(
        /Incidents are 1:\d\d old: The store cannot be opened – trying/
      )
    );
    expect(screen.getByText(/Checkout answers with errors/)).toBeInTheDocument();

    records(anIncident());
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    await waitFor(() => expect(screen.getByRole('alert')).toBeEmptyDOMElement());
  });

  it('says at once that it tries again when it never got an answer', async () => {
    fakePrometheus();
    const down = () => refusal(503, { code: 'store_unavailable', message: 'The store cannot be opened.', fix: 'x' });
    server.use(route('GET /overview', down), route('GET /incidents', down));
    renderApp('wall?kiosk=1&pin=incidents');
    expect(await screen.findByText('No data')).toBeInTheDocument();
    expect(screen.getByText('The store cannot be opened – trying again')).toBeInTheDocument();
  });

  it.each([1, 300])('asks as much for %i services as for one', async (services) => {
    const sample = (index: number) => aSample({ service_name: `service-${index}` }, 0.2);
    const asked = fakePrometheus({
      uid: 'prom',
      name: 'Prom',
      answer: () => Array.from({ length: services }, (_, index) => sample(index)),
    });
    const requests: string[] = [];
    records(...Array.from({ length: Math.min(50, services) }, (_, index) => anIncident({ number: index + 1 })));
    server.events.on('request:start', ({ request }) => {
      requests.push(new URL(request.url).pathname.replace(/.*resources/, ''));
    });
    renderApp('wall?kiosk=1&views=health,incidents,slo,changes&pin=health');

    await screen.findByText('service-0');
    await waitFor(() => expect(new Set(requests).size).toBeGreaterThan(3));
    server.events.removeAllListeners();
    expect(asked).toHaveLength(1);
    expect(requests.sort()).toEqual(['/catalog/index', '/catalog/signals', '/incidents', '/overview']);
  });
});

describe('the page where a wall is put together', () => {
  it('writes every choice into the address', async () => {
    fakePrometheus();
    records(anIncident());
    const { user } = renderApp('wall');

    await user.click(await screen.findByRole('checkbox', { name: 'Error budgets' }));
    const seconds = screen.getByRole('spinbutton', { name: 'Seconds per view' });
    await user.clear(seconds);
    await user.type(seconds, '45');
    await user.tab();

    expect(Object.fromEntries(new URLSearchParams(here().split('?')[1]))).toEqual({
      views: 'health,incidents,changes',
      every: '45',
    });
    expect(screen.getByRole('link', { name: 'Start' })).toHaveAttribute('href', expect.stringContaining('kiosk=1'));
  });
});
