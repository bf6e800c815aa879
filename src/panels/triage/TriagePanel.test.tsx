import React from 'react';
import {
  type DataFrame,
  dateTime,
  EventBusSrv,
  FieldType,
  getDefaultTimeRange,
  LoadingState,
  OrgRole,
  type PanelData,
  toDataFrame,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { render, screen, within } from '@testing-library/react';

import { incidentsFrame } from '../../datasource/frames';
import { refusal, route } from '../../test/api';
import { anIncident, T0 } from '../../test/fixtures';
import { server } from '../../test/server';
import { TriagePanel } from './TriagePanel';
import { DEFAULTS, type TriageOptions } from './types';

const open = [
  anIncident({ number: 1, title: 'Cart is slow', severity: 'P2', services: ['cart'] }),
  anIncident({
    number: 2,
    title: 'Pay is down',
    severity: 'P0',
    services: ['pay'],
    nextUpdateDue: dateTime().add(5, 'minutes').toISOString(),
  }),
];

/** jsdom has no layout, so a list that draws what is in view needs to be told how much that is. */
beforeEach(() => {
  jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  config.bootData.user.orgRole = OrgRole.Viewer;
  server.use(route('GET /board', () => ({ body: { seq: 5, at: T0, incidents: open, gone: [], truncated: false } })));
});

afterEach(() => jest.restoreAllMocks());

interface Case {
  series?: DataFrame[];
  options?: Partial<TriageOptions>;
  size?: [number, number];
  state?: LoadingState;
}

function draw({ series = [], options, size = [1200, 500], state = LoadingState.Done }: Case = {}) {
  const data: PanelData = { series, state, timeRange: getDefaultTimeRange(), errors: [{ message: 'No such metric.' }] };
  const [width, height] = size;
  return render(
    <TriagePanel
      id={1}
      data={data}
      timeRange={data.timeRange}
      timeZone="utc"
      title="Board"
      options={{ ...DEFAULTS, ...options }}
      fieldConfig={{ defaults: {}, overrides: [] }}
      transparent={false}
      width={width}
      height={height}
      renderCounter={0}
      eventBus={new EventBusSrv()}
      replaceVariables={(text) => text.replace('$service', 'pay,mail')}
      onChangeTimeRange={jest.fn()}
      onOptionsChange={jest.fn()}
      onFieldConfigChange={jest.fn()}
    />
  );
}

const titles = async () => (await screen.findAllByRole('link')).map(({ textContent }) => textContent);

describe('the triage panel', () => {
  it("shows Strata's incidents without a query, with buttons that say why they are off", async () => {
    draw();

    const lane = await screen.findByRole('list', { name: /^P0/ });
    expect(within(lane).getByRole('link', { name: '#2 Pay is down' })).toHaveAttribute(
      'href',
      '/a/strata-sre-app/incidents/2'
    );
    expect(within(lane).getByText(/update in \dm/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Acknowledge' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('shows those that a query found, through the filters of its options', async () => {
    const { unmount } = draw({ series: [incidentsFrame([anIncident({ number: 1 })], 'A', 0)] });
    expect(await titles()).toEqual(['#1 Cart is slow']);
    unmount();

    draw({ options: { service: '$service' } });
    expect(await titles()).toEqual(['#2 Pay is down']);
  });

  it('says that filters hide everything', async () => {
    draw({ options: { words: 'nothing like this' } });

    expect(await screen.findByText("Nothing matches the panel's filters")).toBeInTheDocument();
  });

  it('has counts instead of buttons where it is small', async () => {
    draw({ size: [180, 90] });

    expect(await titles()).toEqual(['#2 Pay is down', '#1 Cart is slow']);
    expect(screen.queryByRole('button', { name: 'Acknowledge' })).not.toBeInTheDocument();
    expect(screen.getAllByText('P0')).toHaveLength(2);
  });

  it('names what an answer lacks, and keeps quiet about incidents then', async () => {
    draw({ series: [toDataFrame({ fields: [{ name: 'cpu', type: FieldType.number, values: [1] }] })] });

    expect(await screen.findByText('No field for the option Severity could be guessed.')).toBeInTheDocument();
    expect(screen.queryByText(/Pay is down/)).not.toBeInTheDocument();
  });

  it('says why a query failed', async () => {
    draw({ options: { input: 'query' }, state: LoadingState.Error });

    expect(await screen.findByText('No such metric.')).toBeInTheDocument();
  });

  it('says that the incidents could not be loaded, with a way to try again', async () => {
    server.use(route('GET /board', () => refusal(403, { code: 'forbidden', message: 'No access.', fix: 'Ask.' })));
    draw();

    expect(await screen.findByText('No access.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeInTheDocument();
  });
});
