import React from 'react';
import { type DataFrame, DataTopic, FieldType, getDefaultTimeRange, LoadingState, toDataFrame } from '@grafana/data';
import {
  EmbeddedScene,
  SceneDataLayerBase,
  type SceneDataLayerProviderState,
  SceneDataLayerSet,
  SceneTimeRange,
} from '@grafana/scenes';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { type Signal } from '../../api/types';
import { fakeSources } from '../../test/fakeSources';
import { aSignal } from '../../test/fixtures';
import { HostRouter } from '../../test/render';
import { LIMITS } from '../limits';
import { type Scope } from '../scope';
import { SignalGrid } from './SignalGrid';
import { signalPanel } from './SignalPanel';

const NAMES = ['http_server_request_duration_seconds_count'];

function series(value: number, name = 'cart'): DataFrame {
  return toDataFrame({
    name,
    fields: [
      { name: 'Time', type: FieldType.time, values: [1, 2] },
      { name, type: FieldType.number, values: [value, value] },
    ],
  });
}

type Source = Parameters<typeof fakeSources>[0];

/** Regions that are there before any data source has answered. */
class EarlyRegions extends SceneDataLayerBase<SceneDataLayerProviderState> {
  constructor() {
    super({ name: 'early', isEnabled: true });
  }

  onEnable() {}

  onDisable() {}

  protected runLayer() {
    const regions = { ...series(1), meta: { dataTopic: DataTopic.Annotations } };
    this.publishResults({ state: LoadingState.Done, series: [regions], timeRange: getDefaultTimeRange() });
  }
}

interface Around {
  signal?: Signal;
  scope?: Scope;
  regions?: boolean;
}

/** A page with one panel; what it asks the data source. */
function draw(source: Partial<Source>, { signal = aSignal(), scope, regions = false }: Around = {}) {
  const asked = fakeSources({ uid: 'prom', type: 'prometheus', name: 'Prom', names: NAMES, ...source });
  const panel = signalPanel({ signal, scope });
  const scene = new EmbeddedScene({
    $timeRange: new SceneTimeRange({ from: 'now-1h', to: 'now' }),
    $data: regions ? new SceneDataLayerSet({ layers: [new EarlyRegions()] }) : undefined,
    body: new SignalGrid({ panels: [panel] }),
  });
  const look = () =>
    render(
      <QueryClientProvider client={new QueryClient()}>
        <HostRouter>
          <scene.Component model={scene} />
        </HostRouter>
      </QueryClientProvider>
    );
  const { unmount } = look();
  return { asked, look, unmount, drawn: () => panel.state.view?.state.$data.state.data?.series ?? [] };
}

const twoQueries = () => {
  const [first] = aSignal().providers.prometheus ?? [];
  return aSignal({ providers: { prometheus: first ? [first, { ...first, expr: 'broken' }] : [] } });
};

describe('a panel whose data source', () => {
  it('fails says which one and what it said, and asks again when told to', async () => {
    let attempts = 0;
    draw({
      answer: () => {
        attempts++;
        throw new Error('query processing would load too many samples into memory');
      },
    });

    expect(await screen.findByRole('alert')).toHaveTextContent('Data source Prom did not answer');
    expect(screen.getByText(/too many samples/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(attempts).toBe(2);
  });

  it('answers in part draws that part and says what is missing', async () => {
    const { drawn } = draw(
      {
        answer: ({ refId }) => (refId === 'A' ? [series(1)] : []),
        refuses: (query) => (query.refId === 'B' ? 'bad_data: parse error' : undefined),
      },
      { signal: twoQueries() }
    );

    expect(await screen.findByText('Incomplete: Prom said: bad_data: parse error')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(drawn()).toHaveLength(1);
  });

  it.each([NaN, Infinity, -Infinity])('answers with %s only says so, instead of an empty graph', async (value) => {
    draw({ answer: () => [series(value), series(value, 'auth')] });

    expect(await screen.findByText('Nothing in this time range')).toBeInTheDocument();
    expect(screen.getByText(/only 0\/0, or infinite\) that are left out: 2/)).toBeInTheDocument();
  });

  it('answers with numbers and with none draws the numbers', async () => {
    const { drawn } = draw({ answer: () => [series(NaN), series(2, 'auth')] });

    expect(await screen.findByText(/that are left out: 1/)).toBeInTheDocument();
    expect(drawn().map(({ name }) => name)).toEqual(['auth']);
  });

  it('answers with 10 000 series draws as many as it can, and says how many there are', async () => {
    const { drawn } = draw({ answer: () => Array.from({ length: 10_000 }, (_, index) => series(index, `s${index}`)) });

    expect(
      await screen.findByText(/^Showing the first 50 of at least 10\s000 series: narrow the filters$/)
    ).toBeInTheDocument();
    expect(drawn()).toHaveLength(LIMITS.seriesPerPanel);
  });

  it('is slow says so, stops after a while, and can be asked again', async () => {
    jest.useFakeTimers();
    const { asked } = draw({ answer: () => new Promise<DataFrame[]>(() => undefined) });
    const wait = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
    await wait(100);
    expect(asked).toHaveLength(1);

    await wait(LIMITS.slowPanelMs);
    expect(screen.getByText(/^Still waiting for Prom \(otel\); it stops after 60 s$/)).toBeInTheDocument();
    await wait(LIMITS.panelTimeoutMs);
    expect(screen.getByText('Stopped before an answer came')).toBeInTheDocument();

    act(() => screen.getByRole('button', { name: 'Retry' }).click());
    await wait(100);
    expect(asked).toHaveLength(2);
  });

  it('has not answered when the regions of incidents are there does not count as stopped', async () => {
    jest.useFakeTimers();
    const { asked, look, unmount } = draw(
      { answer: () => new Promise<DataFrame[]>(() => undefined) },
      { regions: true }
    );
    const wait = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
    await wait(50);
    expect(asked).toHaveLength(1);
    expect(screen.queryByText('Stopped before an answer came')).toBeNull();

    unmount();
    look();
    await wait(50);
    expect(asked).toHaveLength(2);
  });

  it('has nothing says whom it asked', async () => {
    draw({});

    expect(await screen.findByText('Nothing in this time range')).toBeInTheDocument();
    expect(screen.getByText('Asked: Prom (otel).')).toBeInTheDocument();
  });

  it('lacks what is needed says what, and is not asked', async () => {
    const { asked } = draw({ names: ['up'] });

    expect(await screen.findByText('Your data sources do not have what this needs')).toBeInTheDocument();
    expect(screen.getByText(NAMES[0] ?? '')).toBeInTheDocument();
    expect(asked).toEqual([]);
  });
});

describe('a panel that is limited', () => {
  it.each([
    ['a"b', 'a\\"b'],
    ['.*', '\\\\.\\\\*'],
    ['x\\', 'x\\\\\\\\'],
  ])('to the service %s asks for exactly that', async (service, written) => {
    const { asked } = draw({}, { scope: { service: [service] } });

    expect(await screen.findByText(/^Nothing/)).toBeInTheDocument();
    expect(asked).toMatchObject([{ expr: expect.stringContaining(`service_name=~"${written}"`) }]);
  });

  it('by no cluster asks for series without that label too', async () => {
    const [first] = aSignal().providers.prometheus ?? [];
    const signal = aSignal({ providers: { prometheus: first ? [{ ...first, expr: 'up{cluster=~"$cluster"}' }] : [] } });
    const { asked } = draw({ answer: () => [series(1)] }, { signal });

    await act(async () => undefined);
    await screen.findByText(signal.title);
    expect(asked).toMatchObject([{ expr: 'topk(200, up{cluster=~".*"})' }]);
  });
});
