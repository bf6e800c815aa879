import React from 'react';
import {
  CoreApp,
  dateTime,
  type DataFrame,
  type DataQueryRequest,
  type DataSourceInstanceSettings,
  FieldType,
  type TimeRange,
} from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { firstValueFrom } from 'rxjs';

import { refusal, route, type Seen } from '../test/api';
import { anEntry, anIncident, T0 } from '../test/fixtures';
import { server } from '../test/server';
import { IncidentsDataSource } from './datasource';
import { QueryEditor } from './QueryEditor';
import { type IncidentsQuery } from './types';
import { IncidentsVariables } from './variables';

const from = dateTime('2026-08-01T11:00:00Z');
const to = dateTime('2026-08-01T13:00:00Z');
const range: TimeRange = { from, to, raw: { from, to } };
const values: Record<string, string | string[]> = {
  $service: ['cart', 'pay'],
  $incident: '7',
  $severity: ['P0', 'P1'],
};

beforeEach(() => {
  const templates: Pick<TemplateSrv, 'replace' | 'getVariables'> = {
    replace: (text = '', _vars, format) => {
      const value = values[text];
      return value === undefined ? text : typeof format === 'function' ? format(value) : String(value);
    },
    getVariables: () => [],
  };
  setTemplateSrv(templates as TemplateSrv);
});

function source(): IncidentsDataSource {
  return new IncidentsDataSource({
    uid: 'inc',
    name: 'Incidents',
    type: 'strata-incidents-datasource',
  } as DataSourceInstanceSettings);
}

function asked(...targets: IncidentsQuery[]): DataQueryRequest<IncidentsQuery> {
  return {
    requestId: 'Q1',
    interval: '1m',
    intervalMs: 60_000,
    range,
    scopedVars: {},
    targets,
    timezone: 'utc',
    app: CoreApp.Dashboard,
    startTime: 0,
  };
}

async function frame(query: Partial<IncidentsQuery>): Promise<DataFrame> {
  const { data, errors } = await source().query(asked({ refId: 'A', kind: 'incidents', ...query }));
  expect(errors).toBeUndefined();
  return data[0];
}

const column = (of: DataFrame, name: string) => of.fields.find((field) => field.name === name)?.values;

describe('the incidents data source', () => {
  it('lists incidents with links, and passes range and filters on, variables with several values too', async () => {
    let seen: Seen | undefined;
    server.use(
      route('GET /reports/incidents', (request) => {
        seen = request;
        return {
          body: {
            truncated: true,
            incidents: [anIncident({ number: 7, severity: 'P1', resolvedAt: '2026-08-01T12:30:00Z' })],
          },
        };
      })
    );
    const table = await frame({ severity: ['$severity'], service: ['$service', 'web'], words: 'slow' });

    expect(seen?.url.searchParams.get('from')).toBe('2026-08-01T11:00:00.000Z');
    expect(seen?.url.searchParams.getAll('severity')).toEqual(['P0', 'P1']);
    expect(seen?.url.searchParams.getAll('service')).toEqual(['cart', 'pay', 'web']);
    expect(seen?.url.searchParams.get('q')).toBe('slow');
    expect(column(table, 'Number')).toEqual([7]);
    expect(column(table, 'Duration')).toEqual([(Date.parse('2026-08-01T12:30:00Z') - Date.parse(T0)) / 1000]);
    expect(table.fields.find(({ name }) => name === 'Title')?.config.links?.[0]?.url).toBe(
      '/a/strata-sre-app/incidents/${__data.fields.Number}'
    );
    expect(table.meta?.notices?.[0]?.text).toMatch(/Only the latest 1 incidents/);
  });

  it('asks for no more points than the backend gives, and names lines by severity', async () => {
    let step = '';
    server.use(
      route('GET /reports/counts', ({ url }) => {
        step = url.searchParams.get('step') ?? '';
        return { body: { times: [T0], series: [{ key: 'P1', opened: [1], open: [3] }] } };
      })
    );
    const long = dateTime('2025-09-01T00:00:00Z');
    const { data } = await source().query({
      ...asked({ refId: 'A', kind: 'counts', by: 'severity', measure: 'open' }),
      range: { from: long, to, raw: { from: long, to } },
    });

    expect((to.valueOf() - long.valueOf()) / 1000 / Number(step)).toBeLessThanOrEqual(999);
    const line = (data[0] as DataFrame).fields[1];
    expect(line).toMatchObject({
      type: FieldType.number,
      values: [3],
      labels: { severity: 'P1' },
      config: { displayNameFromDS: 'P1' },
    });
  });

  it('draws a flat line when nothing happened', async () => {
    server.use(route('GET /reports/counts', () => ({ body: { times: [T0, T0], series: [] } })));

    expect((await frame({ kind: 'counts' })).fields[1]?.values).toEqual([0, 0]);
    const split = (await frame({ kind: 'counts', by: 'layer' })).fields[1];
    expect(split).toMatchObject({ values: [0, 0], config: { displayNameFromDS: 'Incidents opened' } });
    expect(split?.labels).toBeUndefined();
  });

  it('leaves out durations that no incident has', async () => {
    const spread = { count: 1, mean: 60, p50: 50, p90: 90, p95: 95, max: 99 };
    server.use(
      route('GET /reports/durations', () => ({
        body: {
          groups: [
            { key: 'pay', incidents: 2, detect: spread, acknowledge: { count: 0 }, mitigate: spread, resolve: spread },
          ],
        },
      }))
    );
    const table = await frame({ kind: 'durations', by: 'service', statistic: 'p90' });

    expect(column(table, 'Service')).toEqual(['pay']);
    expect(column(table, 'Time to detect')).toEqual([90]);
    expect(column(table, 'Time to acknowledge')).toEqual([null]);
  });

  it('reads a whole timeline, page by page', async () => {
    server.use(
      route('GET /incidents/:number/timeline', ({ url, params }) => {
        expect(params.number).toBe('7');
        const after = Number(url.searchParams.get('after'));
        return {
          body: {
            entries: [anEntry({ seq: after + 1, body: `entry ${after + 1}` })],
            next: after < 2 ? after + 1 : undefined,
          },
        };
      })
    );

    const whole = await frame({ kind: 'timeline', incident: '$incident' });
    expect(column(whole, 'Text')).toEqual(['entry 1', 'entry 2', 'entry 3']);
    expect(whole.meta?.notices).toBeUndefined();

    const cut = await frame({ kind: 'timeline', incident: '$incident', limit: 2 });
    expect(column(cut, 'Text')).toEqual(['entry 1', 'entry 2']);
    expect(cut.meta?.notices?.[0]?.text).toMatch(/^Only the first 2 entries/);
    expect(cut.meta?.notices?.[0]?.text).toMatch(/Raise the limit, up to 10000/);
    expect(cut.meta?.custom?.incident).toBe(whole.meta?.custom?.incident);
  });

  it('reads at most 10,000 entries of a timeline, and says where the others are', async () => {
    const asked: number[] = [];
    server.use(
      route('GET /incidents/:number/timeline', ({ url }) => {
        const [after, limit] = ['after', 'limit'].map((name) => Number(url.searchParams.get(name)));
        asked.push(Number(after));
        const entries = Array.from({ length: Number(limit) }, (_, index) =>
          anEntry({ seq: Number(after) + index + 1 })
        );
        return { body: { entries, next: entries.at(-1)?.seq } };
      })
    );
    const table = await frame({ kind: 'timeline', incident: '7', limit: 99_999 });
    expect(table.length).toBe(10_000);
    expect(asked).toHaveLength(20);
    expect(table.meta?.notices?.[0]?.text).toMatch(/^Only the first 10000 entries.* page of the incident has all/);
  });

  it('makes regions for annotations; the text holds nothing that an alert wrote', async () => {
    server.use(
      route('GET /reports/incidents', () => ({
        body: {
          truncated: false,
          incidents: [anIncident({ number: 7, title: '<img src=x onerror=alert(1)>', severity: 'P0' })],
        },
      }))
    );
    const regions = await frame({ kind: 'annotations' });

    expect(column(regions, 'timeEnd')).toEqual([to.valueOf()]);
    expect(column(regions, 'text')).toEqual(['<a href="/a/strata-sre-app/incidents/7">Open incident 7</a>']);
  });

  it('gives annotations no id, by which Grafana would edit and delete one of its own', async () => {
    server.use(
      route('GET /reports/incidents', () => ({ body: { truncated: false, incidents: [anIncident({ number: 7 })] } }))
    );
    const regions = await frame({ kind: 'annotations' });

    expect(regions.length).toBe(1);
    expect(regions.fields.map(({ name }) => name)).not.toContain('id');
  });

  it('answers what it can when one query fails, and says why the other did', async () => {
    server.use(
      route('GET /reports/alerts', () => refusal(503, { code: 'store_unavailable', message: 'The disk is full.' })),
      route('GET /reports/incidents', () => ({ body: { truncated: false, incidents: [] } }))
    );
    const { data, errors } = await source().query(
      asked(
        { refId: 'A', kind: 'alerts' },
        { refId: 'B', kind: 'incidents' },
        { refId: 'C', kind: 'timeline', incident: 'seven' }
      )
    );

    expect(data).toHaveLength(1);
    expect(errors).toEqual([
      { refId: 'A', message: 'The disk is full.' },
      { refId: 'C', message: expect.stringContaining('"seven" is not the number of an incident') },
    ]);
  });

  it('lists services and incidents for variables', async () => {
    server.use(
      route('GET /reports/incidents', () => ({
        body: {
          truncated: false,
          incidents: [
            anIncident({ number: 2, services: ['pay', 'cart'], severity: 'P2', title: 'Slow' }),
            anIncident({ services: ['cart'] }),
          ],
        },
      }))
    );
    const ask = async (kind: 'services' | 'incidents' | 'layers') => {
      const request = { ...asked(), targets: [{ refId: 'variable', kind }] };
      const { data } = await firstValueFrom(new IncidentsVariables(source()).query(request));
      return data as Array<{ text: string; value?: string }>;
    };

    expect((await ask('services')).map(({ text }) => text)).toEqual(['cart', 'pay']);
    expect((await ask('incidents'))[0]).toEqual({ text: '#2 P2 Slow', value: '2' });
    expect((await ask('layers')).map(({ text }) => text)).toContain('ebpf');
  });
});

describe('its query editor', () => {
  it('offers what belongs to the kind of query, and runs a text only when it is meant', async () => {
    const user = userEvent.setup({ delay: null });
    const onChange = jest.fn();
    const onRunQuery = jest.fn();
    render(
      <QueryEditor
        datasource={source()}
        query={{ refId: 'A', kind: 'timeline' }}
        onChange={onChange}
        onRunQuery={onRunQuery}
      />
    );

    expect(screen.queryByLabelText('Severity')).not.toBeInTheDocument();
    await user.type(screen.getByLabelText('Incident'), '12');
    expect(onChange).not.toHaveBeenCalled();
    await user.keyboard('{Enter}');
    expect(onChange).toHaveBeenCalledWith({ refId: 'A', kind: 'timeline', incident: '12' });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });

  it('shows statistic and split for durations', () => {
    render(
      <QueryEditor
        datasource={source()}
        query={{ refId: 'A', kind: 'durations' }}
        onChange={jest.fn()}
        onRunQuery={jest.fn()}
      />
    );

    expect(screen.getByLabelText('Statistic')).toHaveValue('median');
    expect(screen.getByLabelText('By')).toHaveValue('nothing');
    expect(screen.getByLabelText('Layer')).toBeInTheDocument();
  });
});
