import {
  type ConfigOverrideRule,
  FieldMatcherID,
  type FieldConfigSource,
  type Threshold,
  ThresholdsMode,
} from '@grafana/data';
import { type DataQuery } from '@grafana/schema';

import { type Comparison, type Signal, type SignalAlert, type Visualisation } from '../api/types';
import { isComparable } from './comparable';
import { type ProviderQueries } from './providers/types';

/** A panel without anything that draws it, so that it can be compared in a test. */
export interface VizSpec {
  /** Plugin id of the panel. */
  pluginId: string;
  title: string;
  /** Markdown. */
  description: string;
  options: Record<string, unknown>;
  fieldConfig: FieldConfigSource;
}

/** What a provider draws differently, and what it asks. */
export type Drawn = Partial<Pick<ProviderQueries, 'unit' | 'units' | 'queryUnits' | 'visualisation' | 'queries'>>;

const GOOD = 'green';
const BAD = 'red';

export function vizSpec(signal: Signal, drawn: Drawn = {}): VizSpec {
  const visualisation = drawn.visualisation ?? signal.visualisation;
  const unit = drawn.unit ?? signal.unit;
  // A threshold is a value in the unit of the signal; in another unit it would be a wrong line.
  const limit = unit === signal.unit ? limitOf(signal.alert, drawn.queries ?? []) : undefined;
  return {
    pluginId: PLUGINS[visualisation],
    title: signal.title,
    description: signal.why,
    options: OPTIONS[visualisation],
    fieldConfig: {
      defaults: {
        unit,
        ...bounds(unit),
        ...thresholds(limit),
        ...custom(visualisation, unit, limit),
      },
      overrides: [
        ...Object.entries(drawn.units ?? {}).map(([name, value]) => unitOf(FieldMatcherID.byName, name, value)),
        ...Object.entries(drawn.queryUnits ?? {}).map(([id, value]) => unitOf(FieldMatcherID.byFrameRefID, id, value)),
      ],
    },
  };
}

function unitOf(id: FieldMatcherID, options: string, unit: string): ConfigOverrideRule {
  return { matcher: { id, options }, properties: [{ id: 'unit', value: unit }] };
}

const PLUGINS: Record<Visualisation, string> = {
  timeseries: 'timeseries',
  stat: 'stat',
  bargauge: 'bargauge',
  table: 'table',
  logs: 'logs',
  statetimeline: 'state-timeline',
  heatmap: 'heatmap',
  nodegraph: 'nodeGraph',
};

const REDUCE_LAST = { values: false, calcs: ['lastNotNull'], fields: '' };
const LEGEND = { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] };

const OPTIONS: Record<Visualisation, Record<string, unknown>> = {
  timeseries: { legend: LEGEND, tooltip: { mode: 'multi', sort: 'desc' } },
  stat: { reduceOptions: REDUCE_LAST, colorMode: 'value', graphMode: 'area', textMode: 'auto' },
  bargauge: { reduceOptions: REDUCE_LAST, orientation: 'horizontal', displayMode: 'basic', showUnfilled: true },
  table: { showHeader: true, cellHeight: 'sm' },
  logs: {
    showTime: true,
    wrapLogMessage: true,
    enableLogDetails: true,
    sortOrder: 'Descending',
    dedupStrategy: 'none',
    showLabels: false,
    showCommonLabels: false,
    prettifyLogMessage: false,
  },
  statetimeline: { legend: LEGEND, tooltip: { mode: 'single', sort: 'none' }, showValue: 'auto', mergeValues: true },
  heatmap: {
    calculate: false,
    cellGap: 1,
    color: { mode: 'scheme', scheme: 'Viridis', steps: 64, reverse: false },
    yAxis: { axisPlacement: 'left' },
    tooltip: { mode: 'single', yHistogram: false },
    legend: { show: true },
  },
  nodegraph: {},
};

/** Yes-or-no values need the whole scale, or a steady "yes" is drawn as a line without meaning. */
function bounds(unit: string) {
  return unit.startsWith('bool') ? { min: 0, max: 1 } : {};
}

/** Narrower than Grafana's own columns: the figure stands in the last one, and has to be in view. */
const COLUMN = { minWidth: 80 };

function custom(visualisation: Visualisation, unit: string, limit: Limit | undefined) {
  switch (visualisation) {
    case 'timeseries':
      return { custom: lines(unit, limit) };
    case 'table':
      return { custom: COLUMN };
    default:
      return {};
  }
}

function lines(unit: string, limit: Limit | undefined) {
  return {
    drawStyle: 'line',
    lineInterpolation: unit.startsWith('bool') ? 'stepAfter' : 'linear',
    lineWidth: 1,
    fillOpacity: 0,
    showPoints: 'auto',
    // A gap is a fact: the exporter was silent.
    spanNulls: false,
    thresholdsStyle: { mode: limit ? 'dashed' : 'off' },
    ...softScale(limit?.value),
  };
}

const HEADROOM = 1.25;

/** From zero, or noise looks like an incident. A threshold stays in view, and one of zero gets a scale that means something. */
function softScale(value: number | undefined) {
  return value === undefined ? { axisSoftMin: 0 } : { axisSoftMin: 0, axisSoftMax: value > 0 ? value * HEADROOM : 1 };
}

interface Limit {
  op: Comparison;
  value: number;
}

/** The alert's number, where what is drawn can be held against it; many alerts ask something else than their panel. */
function limitOf(alert: SignalAlert | undefined, queries: DataQuery[]): Limit | undefined {
  const exprs = queries.flatMap((query) => ('expr' in query && typeof query.expr === 'string' ? [query.expr] : []));
  for (const { query, op, value } of alert ? [alert, ...(alert.alternatives ?? [])] : []) {
    const comparable = query !== undefined && exprs.some((expr) => isComparable(expr, query));
    if (comparable && op !== undefined && value !== undefined) {
      return { op, value };
    }
  }
  return undefined;
}

function thresholds(limit: Limit | undefined) {
  return limit ? { thresholds: { mode: ThresholdsMode.Absolute, steps: steps(limit) } } : {};
}

/** A step begins at its value; what is only bad beyond it begins a little later. */
function steps({ op, value }: Limit): Threshold[] {
  const base = (color: string): Threshold => ({ value: -Infinity, color });
  switch (op) {
    case '>':
      return [base(GOOD), { value: justOver(value), color: BAD }];
    case '>=':
      return [base(GOOD), { value, color: BAD }];
    case '<':
      return [base(BAD), { value, color: GOOD }];
    case '<=':
      return [base(BAD), { value: justOver(value), color: GOOD }];
    case '==':
      return [base(GOOD), { value, color: BAD }, { value: justOver(value), color: GOOD }];
    case '!=':
      return [base(BAD), { value, color: GOOD }, { value: justOver(value), color: BAD }];
  }
}

function justOver(value: number): number {
  return value === 0 ? Number.EPSILON : value + Math.abs(value) * 4 * Number.EPSILON;
}
