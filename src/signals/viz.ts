import { type FieldConfigSource, type Threshold, ThresholdsMode } from '@grafana/data';
import { t } from '@grafana/i18n';

import { type Signal, type SignalAlert } from '../api/types';

/** A panel without anything that draws it, so that it can be compared in a test. */
export interface VizSpec {
  pluginId: Signal['visualisation'];
  title: string;
  /** Markdown. */
  description: string;
  options: Record<string, unknown>;
  fieldConfig: FieldConfigSource;
}

const GOOD = 'green';
const BAD = 'red';

export function vizSpec(signal: Signal): VizSpec {
  return {
    pluginId: signal.visualisation,
    title: signal.title,
    description: describe(signal),
    options: OPTIONS[signal.visualisation],
    fieldConfig: {
      defaults: {
        unit: signal.unit,
        ...bounds(signal.unit),
        ...thresholds(signal.alert),
        ...(signal.visualisation === 'timeseries' ? { custom: lines(signal) } : {}),
      },
      overrides: [],
    },
  };
}

const REDUCE_LAST = { values: false, calcs: ['lastNotNull'], fields: '' };

const OPTIONS: Record<Signal['visualisation'], Record<string, unknown>> = {
  timeseries: {
    legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  stat: { reduceOptions: REDUCE_LAST, colorMode: 'value', graphMode: 'area', textMode: 'auto' },
  bargauge: { reduceOptions: REDUCE_LAST, orientation: 'horizontal', displayMode: 'basic', showUnfilled: true },
  table: { showHeader: true, cellHeight: 'sm' },
};

/** Yes-or-no values need the whole scale, or a steady "yes" is drawn as a line without meaning. */
function bounds(unit: string) {
  return unit.startsWith('bool') ? { min: 0, max: 1 } : {};
}

function lines({ unit, alert }: Signal) {
  return {
    drawStyle: 'line',
    lineInterpolation: unit.startsWith('bool') ? 'stepAfter' : 'linear',
    lineWidth: 1,
    fillOpacity: 0,
    showPoints: 'auto',
    // A gap is a fact: the exporter was silent.
    spanNulls: false,
    thresholdsStyle: { mode: alert ? 'dashed' : 'off' },
    ...(alert ? softScale(alert) : {}),
  };
}

const HEADROOM = 1.25;

/** The threshold stays in view, and values that are all zero get a scale that means something. */
function softScale({ value }: SignalAlert) {
  return { axisSoftMin: 0, axisSoftMax: value > 0 ? value * HEADROOM : 1 };
}

function thresholds(alert: SignalAlert | undefined) {
  if (!alert) {
    return {};
  }
  return { thresholds: { mode: ThresholdsMode.Absolute, steps: steps(alert) } };
}

function steps({ op, value }: SignalAlert): Threshold[] {
  const badBelow = op === '<' || op === '<=';
  return [
    { value: -Infinity, color: badBelow ? BAD : GOOD },
    { value, color: badBelow ? GOOD : BAD },
  ];
}

function describe(signal: Signal): string {
  const parts = [signal.why, alertSentence(signal.alert), ...requirements(signal), sourceLine(signal)];
  return parts.filter(Boolean).join('\n\n');
}

function alertSentence(alert: SignalAlert | undefined): string {
  if (!alert) {
    return '';
  }
  const { name, severity, op, value, window } = alert;
  return t('signal.alert', 'Alert **{{name}}** ({{severity}}): {{op}} {{value}} over {{window}}.', {
    name,
    severity,
    op,
    value,
    window,
    interpolation: { escapeValue: false },
  });
}

function requirements(signal: Signal): string[] {
  const texts = (signal.providers.prometheus ?? []).map((provider) => provider.requires);
  return [...new Set(texts)].filter((text) => text !== undefined);
}

function sourceLine({ sources = [] }: Signal): string {
  return sources.length > 0
    ? t('signal.sources', 'Source: {{sources}}', { sources: sources.join('; '), interpolation: { escapeValue: false } })
    : '';
}
