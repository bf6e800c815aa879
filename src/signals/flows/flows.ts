import { type DataFrame, type Field, FieldType, type Labels } from '@grafana/data';

/** One end of a flow; without a name it lies outside of what is watched. */
export interface Endpoint {
  namespace?: string;
  name: string;
}

/** What one service sends to another. A figure that the source does not measure is absent. */
export interface Flow {
  source: Endpoint;
  target: Endpoint;
  /** In the unit of the source of flows: requests, flows or bytes per second. */
  rate?: number;
  /** Share of the requests or flows that failed, 0 to 1. */
  errors?: number;
  /** Seconds. */
  latency?: number;
}

/** Which label or column names each end. */
export interface EndLabels {
  namespace?: string;
  name: string;
}

export interface Sample {
  labels: Labels;
  value: number;
}

/** Samples of an instant query, answered as one series each or as one table. What is no number is left out. */
export function samplesOf(frames: DataFrame[]): Sample[] {
  return frames.flatMap((frame) => frame.fields.filter(isNumber).flatMap((field) => samplesOfField(frame, field)));
}

function isNumber(field: Field): boolean {
  return field.type === FieldType.number;
}

function samplesOfField(frame: DataFrame, field: Field): Sample[] {
  const columns = frame.fields.filter(({ type }) => type === FieldType.string);
  if (columns.length === 0) {
    // A series: its last point is the newest.
    return sample(field.labels ?? {}, field.values.at(-1));
  }
  return [...field.values].flatMap((value: unknown, row) => sample(labelsOfRow(columns, row, field.labels), value));
}

function labelsOfRow(columns: Field[], row: number, labels: Labels = {}): Labels {
  const cells = columns.map(({ name, values }) => [name, String(values[row] ?? '')] as const);
  return { ...labels, ...Object.fromEntries(cells) };
}

function sample(labels: Labels, value: unknown): Sample[] {
  return typeof value === 'number' && Number.isFinite(value) ? [{ labels, value }] : [];
}

export type ReadEnds = (labels: Labels) => { source: Endpoint; target: Endpoint };

export function readByLabels(source: EndLabels, target: EndLabels): ReadEnds {
  return (labels) => ({ source: endOf(labels, source), target: endOf(labels, target) });
}

function endOf(labels: Labels, { namespace, name }: EndLabels): Endpoint {
  return endpoint(labels[name], namespace && labels[namespace]);
}

/** Exporters write "unknown" where Prometheus has nothing. */
export function endpoint(name: string | undefined, namespace?: string): Endpoint {
  const known = (text: string | undefined) => (text && text !== 'unknown' ? text : undefined);
  return { name: known(name) ?? '', namespace: known(namespace) };
}

/** Stable identity of an end; a slash can stand in neither part. */
export function endpointId({ namespace, name }: Endpoint): string {
  return `${namespace ?? ''}/${name}`;
}

export interface FlowSamples {
  rate: Sample[];
  /** Per second, what failed; a pair without a sample has no failure. Absent: not measured. */
  failed?: Sample[];
  /** Per second, what `failed` is a part of. Absent: `rate` is. */
  handled?: Sample[];
  /** Seconds. */
  latency?: Sample[];
}

interface Sums extends Flow {
  failed: number;
  handled: number;
}

/** Joins the figures by their two ends. Several series of one pair are one flow: rates add up, latency is the worst. */
export function joinFlows({ rate, failed, handled, latency }: FlowSamples, ends: ReadEnds): Flow[] {
  const sums = new Map<string, Sums>();
  for (const { labels, value } of rate) {
    const pair = ends(labels);
    const sum = sums.get(keyOf(pair)) ?? { ...pair, rate: 0, failed: 0, handled: 0 };
    sum.rate = (sum.rate ?? 0) + value;
    sums.set(keyOf(pair), sum);
  }
  const each = (samples: Sample[] | undefined, add: (sum: Sums, value: number) => void) => {
    for (const { labels, value } of samples ?? []) {
      const sum = sums.get(keyOf(ends(labels)));
      if (sum) {
        add(sum, value);
      }
    }
  };
  each(failed, (sum, value) => (sum.failed += value));
  each(handled, (sum, value) => (sum.handled += value));
  each(latency, (sum, value) => (sum.latency = Math.max(sum.latency ?? 0, value)));
  return [...sums.values()].map((sum) => toFlow(sum, failed !== undefined, handled !== undefined));
}

function toFlow({ source, target, rate, latency, failed, handled }: Sums, counted: boolean, ownBase: boolean): Flow {
  const base = ownBase ? handled : (rate ?? 0);
  // Exporters count both apart, so that the part may be a little more than the whole.
  const errors = counted && base > 0 ? Math.min(failed / base, 1) : undefined;
  return { source, target, rate, errors, latency };
}

function keyOf({ source, target }: Pick<Flow, 'source' | 'target'>): string {
  return `${endpointId(source)} ${endpointId(target)}`;
}
