import { screen, waitFor, within } from '@testing-library/react';

import { refusal, route } from '../test/api';
import { aSample } from '../test/dataSources';
import { fakeSources } from '../test/fakeSources';
import { aSignal, aSummary } from '../test/fixtures';
import { here, renderApp } from '../test/render';
import { server } from '../test/server';

const METRIC = 'http_server_request_duration_seconds_count';

const groups = [
  { id: 'requests', layer: 'application' as const, title: 'Requests' },
  { id: 'tcp', layer: 'ebpf' as const, title: 'TCP' },
];

const signals = [
  aSummary(),
  aSummary({
    id: 'tcp-life',
    layer: 'ebpf',
    group: 'tcp',
    title: 'Lifetime of connections',
    providers: [
      {
        provider: 'prometheus',
        source: 'ebpf_exporter',
        needs: ['ebpf_exporter_tcp_life'],
        requires: 'Run ebpf_exporter with --config.names=tcp-life.',
      },
      { provider: 'pixie', needs: [], requires: 'Needs the table conn_stats.' },
    ],
    gaps: { loki: 'Logs have no connections.' },
  }),
];

function catalogOf(list = signals) {
  server.use(
    route('GET /catalog/index', () => ({ body: { signals: list, groups } })),
    route('GET /catalog/signals', () => ({ body: { signals: [aSignal()], groups } }))
  );
}

const row = (name: RegExp) => screen.getByRole('button', { name });

beforeEach(() => {
  catalogOf();
  fakeSources({ uid: 'prom', type: 'prometheus', name: 'Prom', names: [METRIC] });
});

describe('CoveragePage', () => {
  it('shows the share of each layer and every signal with its state', async () => {
    renderApp('coverage');

    expect(await screen.findByRole('button', { name: 'Server error ratio (5xx): Answers' })).toBeInTheDocument();
    expect(row(/^Lifetime of connections/)).toHaveAccessibleName('Lifetime of connections: Missing');
    const share = screen.getByRole('region', { name: 'Observable share of each layer' });
    expect(share).toHaveTextContent('Application 100% observable (1 of 1)');
    expect(share).toHaveTextContent('eBPF 0% observable (0 of 1)');
    expect(share).toHaveTextContent('Network no signals');
  });

  it('says exactly what a gap needs', async () => {
    const { user } = renderApp('coverage');
    await user.click(await screen.findByRole('button', { name: 'Lifetime of connections: Missing' }));

    const details = row(/^Lifetime/).closest('li');
    expect(details).toHaveTextContent('Missing metrics: ebpf_exporter_tcp_life');
    expect(details).toHaveTextContent('Run ebpf_exporter as root on every node with --config.dir and --config.names=');
    expect(details).toHaveTextContent('Run ebpf_exporter with --config.names=tcp-life.');
    expect(details).toHaveTextContent('An administrator can add a data source of the type Pixie.');
    expect(details).toHaveTextContent('Loki: Logs have no connections.');
    expect(here()).toBe('coverage?signal=tcp-life');
  });

  it('opens the row of a link, whatever the filters say', async () => {
    renderApp('coverage?signal=tcp-life&layer=application');

    expect(await screen.findByRole('button', { name: /^Lifetime/, expanded: true })).toBeInTheDocument();
  });

  it('filters by state, layer and words', async () => {
    const { user } = renderApp('coverage');
    await screen.findByText('Signals: 2 of 2');

    await user.click(screen.getByRole('button', { name: 'Missing 1' }));
    expect(await screen.findByText('Signals: 1 of 2')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Application' }));
    expect(await screen.findByText('No signal matches')).toBeInTheDocument();
    expect(here()).toBe('coverage?layer=application&state=missing');
    await user.click(screen.getByRole('button', { name: 'Application' }));
    await user.type(screen.getByRole('textbox', { name: /Signal, metric/ }), 'tcp_life');

    await waitFor(() => expect(here()).toBe('coverage?state=missing&q=tcp_life'));
    expect(row(/^Lifetime/)).toBeInTheDocument();
  });

  it('asks for values on demand, and calls a signal without any empty', async () => {
    const asked = fakeSources({ uid: 'prom', type: 'prometheus', name: 'Prom', names: [METRIC] });
    const { user } = renderApp('coverage');

    await user.click(await screen.findByRole('button', { name: 'Check values (1 queries)' }));

    expect(await screen.findByRole('button', { name: 'Server error ratio (5xx): Empty' })).toBeInTheDocument();
    expect(asked).toHaveLength(1);
    expect(await screen.findByRole('button', { name: 'Check values (1 queries)' })).toBeInTheDocument();
  });

  it('checks one row, and is stopped on demand', async () => {
    let answer: (frames: Array<ReturnType<typeof aSample>>) => void = () => undefined;
    const pending = new Promise<Array<ReturnType<typeof aSample>>>((resolve) => (answer = resolve));
    fakeSources({ uid: 'prom', type: 'prometheus', name: 'Prom', names: [METRIC], answer: () => pending });
    const { user } = renderApp('coverage?signal=http-5xx-ratio');

    await screen.findByRole('button', { name: /: Answers$/ });
    await user.click(screen.getByRole('button', { name: 'Check its values' }));
    expect(await screen.findByText('0 of 1 queries')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByRole('button', { name: /^Check values/ })).toBeEnabled();
    answer([aSample({}, 1)]);

    expect(await screen.findByText(/^checked /)).toBeInTheDocument();
  });

  it('says when a data source failed', async () => {
    fakeSources({ uid: 'prom', type: 'prometheus', name: 'Prom', down: 'connection refused' });
    const { user } = renderApp('coverage');

    await user.click(await screen.findByRole('button', { name: 'Server error ratio (5xx): Failed' }));

    expect(screen.getByText('connection refused')).toBeInTheDocument();
  });

  it('moves along the rows with the arrow keys', async () => {
    const { user } = renderApp('coverage');
    await screen.findByRole('button', { name: /^Server error/ });

    row(/^Server error/).focus();
    await user.keyboard('{ArrowDown}');
    expect(row(/^Lifetime/)).toHaveFocus();
    await user.keyboard('{ArrowUp}{Enter}');
    expect(row(/^Server error/)).toHaveAttribute('aria-expanded', 'true');
  });

  it('writes what is shown as CSV', async () => {
    const saved: Blob[] = [];
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`,
      revokeObjectURL: () => undefined,
    });
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const { user } = renderApp('coverage?layer=ebpf');
    await screen.findByText('Signals: 1 of 2');

    await user.click(screen.getByRole('button', { name: 'CSV' }));

    expect(saved[0]?.type).toBe('text/csv;charset=utf-8');
    expect(saved[0]?.size).toBeGreaterThan(200);
  });

  it('has a legend and no state that is told by colour only', async () => {
    renderApp('coverage');
    await screen.findByText('Signals: 2 of 2');

    expect(within(screen.getByRole('list', { name: 'Legend' })).getAllByRole('listitem')).toHaveLength(6);
    expect(screen.getAllByRole('img', { name: 'Not configured' }).length).toBeGreaterThan(0);
  });

  it('shows why the catalog could not be loaded', async () => {
    server.use(route('GET /catalog/index', () => refusal(500, { code: 'broken', message: 'It broke.' })));
    renderApp('coverage');

    expect(await screen.findByText('It broke.')).toBeInTheDocument();
  });
});
