import { type OwnSignal, type Severity, type Signal, type SignalAlert } from '../../api/types';
import { ENTITIES, type EntityName, toJson } from './formText';

/** One query of Prometheus as it is edited. */
export interface PrometheusRow {
  source: string;
  expr: string;
  legend: string;
  /** Names with spaces or commas between. */
  needs: string;
  requires: string;
  instant: boolean;
  /** What the form has no field for: unit, format, note. */
  rest: object;
}

export interface AlertForm extends Record<EntityName, string> {
  on: boolean;
  name: string;
  source: string;
  query: string;
  op: string;
  /** A number, or nothing: every row of the query fires. */
  value: string;
  window: string;
  for: string;
  severity: Severity;
  summary: string;
  runbook: string;
  /** JSON: levels, alternatives, elasticsearch, note. */
  more: string;
}

/** A signal as it is edited: texts where the signal has lists or objects. */
export interface SignalFormValues {
  id: string;
  layer: Signal['layer'];
  group: string;
  title: string;
  why: string;
  unit: string;
  visualisation: Signal['visualisation'];
  /** One per line. */
  sources: string;
  prometheus: PrometheusRow[];
  /** JSON of Grafana's query model with index, needs and scope. */
  elasticsearch: string;
  loki: { expr: string; legend: string };
  pixie: { pxl: string; columns: string; requires: string };
  /** JSON of the call. */
  kubeshark: string;
  splunk: { spl: string; requires: string };
  dynatrace: { dql: string; metricSelector: string; requires: string };
  alert: AlertForm;
}

/** A signal of which anything may be missing: a new one, or an own one that was never right. */
export type PartialSignal = Omit<Partial<Signal>, 'alert'> & { alert?: Partial<SignalAlert> };

/** The signal with its own changes over it, also those that the catalog left out because something is wrong in them. */
export function withOwn(signal: Signal | undefined, own: OwnSignal | undefined): PartialSignal {
  const base: PartialSignal = signal ?? {};
  if (!own) {
    return base;
  }
  const { alert, providers, ...fields } = own;
  return {
    ...base,
    ...fields,
    providers: { ...base.providers, ...providers },
    alert: alert === null ? undefined : overlay(base.alert, alert),
  };
}

function overlay(base: Partial<SignalAlert> | undefined, change: object | undefined): Partial<SignalAlert> | undefined {
  return base || change ? { ...base, ...change } : undefined;
}

export const EMPTY_ROW: PrometheusRow = {
  source: '',
  expr: '',
  legend: '',
  needs: '',
  requires: '',
  instant: false,
  rest: {},
};

export function toForm(signal: PartialSignal): SignalFormValues {
  const { providers = {}, alert } = signal;
  const { loki, pixie, splunk, dynatrace } = providers;
  return {
    id: signal.id ?? '',
    layer: signal.layer ?? 'application',
    group: signal.group ?? '',
    title: signal.title ?? '',
    why: signal.why ?? '',
    unit: signal.unit ?? 'short',
    visualisation: signal.visualisation ?? 'timeseries',
    sources: (signal.sources ?? []).join('\n'),
    prometheus: (providers.prometheus ?? []).map(toRow),
    elasticsearch: toJson(providers.elasticsearch),
    loki: { expr: loki?.expr ?? '', legend: loki?.legend ?? '' },
    pixie: { pxl: pixie?.pxl ?? '', columns: (pixie?.columns ?? []).join(', '), requires: pixie?.requires ?? '' },
    kubeshark: toJson(providers.kubeshark),
    splunk: { spl: splunk?.spl ?? '', requires: splunk?.requires ?? '' },
    dynatrace: {
      dql: dynatrace?.dql ?? '',
      metricSelector: dynatrace?.metricSelector ?? '',
      requires: dynatrace?.requires ?? '',
    },
    alert: toAlertForm(alert),
  };
}

type Row = NonNullable<Signal['providers']['prometheus']>[number];

function toRow({ source, expr, legend, needs, requires = '', instant = false, ...rest }: Row): PrometheusRow {
  return { source, expr, legend, needs: needs.join(', '), requires, instant, rest };
}

function toAlertForm(alert: Partial<SignalAlert> | undefined): AlertForm {
  const { levels, alternatives, elasticsearch, note, entity = {} } = alert ?? {};
  const more = Object.entries({ levels, alternatives, elasticsearch, note }).filter(([, value]) => value !== undefined);
  const [cluster, namespace, service, node, pod] = ENTITIES.map((name) => entity[name]?.label ?? '');
  return {
    on: alert !== undefined,
    name: alert?.name ?? '',
    source: alert?.source ?? '',
    query: alert?.query ?? '',
    op: alert?.op ?? '',
    value: alert?.value === undefined ? '' : String(alert.value),
    window: alert?.window ?? '',
    for: alert?.for ?? '5m',
    severity: alert?.severity ?? 'P2',
    summary: alert?.summary ?? '',
    runbook: alert?.runbook ?? '',
    more: more.length > 0 ? toJson(Object.fromEntries(more)) : '',
    cluster: cluster ?? '',
    namespace: namespace ?? '',
    service: service ?? '',
    node: node ?? '',
    pod: pod ?? '',
  };
}
