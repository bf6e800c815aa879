import {
  toDataFrame,
  FieldType,
  getDefaultTimeRange,
  LoadingState,
  type PanelData,
  createDataFrame,
} from '@grafana/data';

import { incidentsFrame } from '../../datasource/frames';
import { anIncident } from '../../test/fixtures';
import { inputOf } from './input';
import { layoutOf } from './layout';
import { changedFrom, migrate } from './migrate';
import { suggest } from './suggest';
import { DEFAULTS } from './types';

describe('options', () => {
  it('of this version and of later ones stay as they are', () => {
    const options = { ...DEFAULTS, words: 'pay', later: true, version: 7 };

    expect(migrate({ options })).toEqual(options);
    expect(migrate({ options: DEFAULTS })).toEqual(DEFAULTS);
  });

  it('without a version are read leniently, and only what is known', () => {
    const options = {
      severity: 'p0',
      layer: ['Network', 'moon'],
      service: ['pay', 'cart'],
      view: 'LIST',
      input: 'everything',
      actions: false,
      unacknowledged: 'yes',
      fields: { severity: ' prio ', title: 3, other: 'x' },
    };

    expect(migrate({ options })).toEqual({
      ...DEFAULTS,
      severity: ['P0'],
      layer: ['network'],
      service: 'pay, cart',
      view: 'list',
      actions: false,
      fields: { severity: 'prio' },
    });
    expect(migrate({ options: undefined })).toEqual({ ...DEFAULTS, severity: [], layer: [] });
    expect(migrate(migrate({ options }) && { options: migrate({ options }) })).toEqual(migrate({ options }));
  });

  it("become incidents with the same words where Grafana's alert list was", () => {
    expect(changedFrom({}, 'alertlist', { alertName: 'cpu' })).toMatchObject({ input: 'incidents', words: 'cpu' });
    expect(changedFrom({}, 'table', { showHeader: true })).toEqual({});
  });
});

describe('what the board shows', () => {
  const incidents = incidentsFrame([anIncident({ number: 3 }), anIncident({ number: 4 })], 'A', 0);
  const alerts = toDataFrame({ fields: [{ name: 'severity', type: FieldType.string, values: ['P1'] }] });
  const data = (over: Partial<PanelData>): PanelData => ({
    series: [],
    state: LoadingState.Done,
    timeRange: getDefaultTimeRange(),
    ...over,
  });

  it('is Strata without a query, and what was chosen in any case', () => {
    expect(inputOf(data({}), 'auto')).toEqual({ incidents: true, frames: [], waiting: false });
    expect(inputOf(data({ series: [alerts] }), 'incidents')).toMatchObject({ incidents: true, frames: [] });
    expect(inputOf(data({}), 'query')).toMatchObject({ incidents: false, waiting: false });
    expect(inputOf(data({ state: LoadingState.Loading }), 'query').waiting).toBe(true);
  });

  it('is what the query found: the incidents of our data source, and alerts of others', () => {
    const { incidents: asked, numbers, frames } = inputOf(data({ series: [incidents, alerts] }), 'auto');

    expect(asked).toBe(true);
    expect([...(numbers ?? [])]).toEqual([3, 4]);
    expect(frames).toEqual([alerts]);
    expect(inputOf(data({ series: [alerts] }), 'auto').incidents).toBe(false);
  });

  it('is suggested for incidents and alerts, not for other data', () => {
    const other = createDataFrame({ fields: [{ name: 'cpu', type: FieldType.number, values: [1] }] });
    const titled = toDataFrame({
      fields: [
        { name: 'severity', values: ['P1'] },
        { name: 'title', values: ['x'] },
      ],
    });

    expect(suggest({ rawFrames: [incidents] })).toHaveLength(1);
    expect(suggest({ rawFrames: [titled] })).toHaveLength(1);
    expect(suggest({ rawFrames: [other] })).toBeUndefined();
  });

  it.each([
    ['auto', 1300, 400, { dense: false, small: false }],
    ['auto', 600, 400, { dense: true, small: false }],
    ['auto', 1300, 240, { dense: true, small: false }],
    ['lanes', 600, 240, { dense: false, small: false }],
    ['list', 1300, 400, { dense: true, small: false }],
    ['auto', 180, 100, { dense: true, small: true }],
  ] as const)('as %s in %i × %i', (view, width, height, layout) => {
    expect(layoutOf(view, width, height)).toEqual(layout);
  });
});
