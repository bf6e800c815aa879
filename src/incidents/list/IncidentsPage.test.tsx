import { LiveChannelConnectionState } from '@grafana/data';
import { act, screen, waitFor } from '@testing-library/react';

import { refusal, route } from '../../test/api';
import { anIncident, aSource, T0 } from '../../test/fixtures';
import { fakeLive } from '../../test/live';
import { here, renderApp } from '../../test/render';
import { server } from '../../test/server';

/** Answers the list and records what was asked. */
function listOf(...pages: Array<{ incidents: Array<ReturnType<typeof anIncident>>; next?: string }>) {
  const asked: URLSearchParams[] = [];
  server.use(
    route('GET /incidents', ({ url }) => {
      asked.push(url.searchParams);
      return { body: pages[Number(url.searchParams.get('cursor') ?? 0)] ?? { incidents: [] } };
    })
  );
  return asked;
}

describe('IncidentsPage', () => {
  it('asks for what the URL says and shows it in the filters', async () => {
    const asked = listOf({ incidents: [anIncident()] });
    renderApp('incidents?state=all&severity=P1&severity=P9&layer=network&service=cart&q=slow');

    await screen.findByRole('link', { name: /#7/ });

    expect(asked[0]?.toString()).toBe('state=all&severity=P1&layer=network&service=cart&q=slow&limit=50');
    expect(screen.getByRole('button', { name: 'P1' })).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByRole('button', { name: 'P0' })).toHaveAttribute('aria-pressed', 'false');
    expect(screen.getByRole('radio', { name: 'All' })).toBeChecked();
    expect(screen.getByRole('textbox', { name: 'Service' })).toHaveValue('cart');
  });

  it('writes the filters into the URL and keeps what belongs to others', async () => {
    const asked = listOf({ incidents: [anIncident()] });
    const { user } = renderApp('incidents?orgId=2');
    await screen.findByRole('link', { name: /#7/ });

    await user.click(screen.getByRole('button', { name: 'P0' }));
    await user.click(screen.getByRole('button', { name: 'eBPF' }));
    await user.click(screen.getByRole('radio', { name: 'Resolved' }));
    await user.type(screen.getByRole('textbox', { name: 'Words in the title' }), 'disk');

    await waitFor(() => expect(here()).toBe('incidents?orgId=2&state=resolved&severity=P0&layer=ebpf&q=disk'));
    await waitFor(() => expect(asked.at(-1)?.get('q')).toBe('disk'));
    await user.click(screen.getByRole('button', { name: 'P0' }));
    expect(here()).not.toContain('severity');
  });

  it('loads more', async () => {
    listOf({ incidents: [anIncident()], next: '1' }, { incidents: [anIncident({ number: 8 })] });
    const { user } = renderApp('incidents');

    await user.click(await screen.findByRole('button', { name: 'Load more' }));

    expect(await screen.findByRole('link', { name: /#8/ })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Load more' })).not.toBeInTheDocument();
  });

  it('says since when nothing is open', async () => {
    server.use(
      route('GET /incidents', ({ url }) => ({
        body: { incidents: url.searchParams.get('state') === 'resolved' ? [anIncident({ resolvedAt: T0 })] : [] },
      }))
    );
    renderApp('incidents');

    expect(await screen.findByText('No open incidents')).toBeInTheDocument();
    expect(await screen.findByText(/The last one was resolved/)).toBeInTheDocument();
    expect(await screen.findByText(/The last delivery of alerts was/)).toBeInTheDocument();
  });

  it('says that none can arrive without a source', async () => {
    listOf({ incidents: [] });
    server.use(route('GET /sources', () => ({ body: { sources: [aSource({ enabled: false })] } })));
    renderApp('incidents');

    expect(await screen.findByText(/No source of alerts is connected/)).toBeInTheDocument();
  });

  it('offers to clear filters that match nothing', async () => {
    listOf({ incidents: [] });
    const { user } = renderApp('incidents?severity=P0&q=x');

    await user.click(await screen.findByRole('button', { name: 'Clear filters' }));

    await waitFor(() => expect(here()).toBe('incidents'));
  });

  it('explains a failure and tries again on demand', async () => {
    server.use(
      route('GET /incidents', () =>
        refusal(503, { code: 'store_unavailable', message: 'The store is locked.', fix: 'Wait.' })
      )
    );
    const { user } = renderApp('incidents');
    expect(await screen.findByText('The store is locked.')).toBeInTheDocument();

    listOf({ incidents: [anIncident()] });
    await user.click(screen.getByRole('button', { name: 'Retry' }));

    expect(await screen.findByRole('link', { name: /#7/ })).toBeInTheDocument();
    expect(screen.queryByText('The store is locked.')).not.toBeInTheDocument();
  });

  it('follows what is pushed, and says when nothing is', async () => {
    const live = fakeLive();
    live.state(LiveChannelConnectionState.Connected);
    listOf({ incidents: [] });
    renderApp('incidents');
    expect(await screen.findByText('Live')).toBeInTheDocument();

    listOf({ incidents: [anIncident({ number: 12 })] });
    act(() => live.change());
    expect(await screen.findByRole('link', { name: /#12/ })).toBeInTheDocument();

    act(() => live.state(LiveChannelConnectionState.Disconnected));
    expect(await screen.findByText(/^Reconnecting – data from \d\d:\d\d:\d\d$/)).toBeInTheDocument();
  });

  it('does not say Live while the records cannot be asked, although the channel is open', async () => {
    const live = fakeLive();
    live.state(LiveChannelConnectionState.Connected);
    const down = route('GET /incidents', () => refusal(503, { code: 'store_unavailable', message: 'Down.' }));
    server.use(down);
    const { user } = renderApp('incidents');
    expect(await screen.findByText('No connection to the records')).toBeInTheDocument();

    listOf({ incidents: [anIncident()] });
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Live')).toBeInTheDocument();

    server.use(down);
    act(() => live.change());
    expect(await screen.findByText(/^No connection to the records – data from \d\d:\d\d:\d\d$/)).toBeInTheDocument();
    expect(screen.queryByText('Live')).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: /#7/ })).toBeInTheDocument();
  });
});
