import { type DataFrame, type Field } from '@grafana/data';

import { endpoint, type Endpoint, type Flow } from './flows';

/** Flows of sources that answer with a table of their own: Pixie's edges, Kubeshark's flows. */
export function flowsOfTable(frames: DataFrame[]): Flow[] {
  return frames.flatMap((frame) => readPixie(frame) ?? readKubeshark(frame) ?? []);
}

const MS = 0.001;

/** Pixie: `source`, `target`, `mainStat` (p90 in ms), `secondaryStat` (share of errors), and `requests` per second if asked. */
function readPixie(frame: DataFrame): Flow[] | undefined {
  const at = columns(frame);
  if (!at('source') || !at('target')) {
    return undefined;
  }
  return rows(frame).map((row) => ({
    source: ofPixie(text(at('source'), row)),
    target: ofPixie(text(at('target'), row)),
    rate: number(at('requests_per_s'), row),
    errors: number(at('secondaryStat'), row),
    latency: scaled(number(at('mainStat'), row), MS),
  }));
}

/** Kubeshark: `client.svc`, `server.svc`, their namespaces where they were asked for, `totals.bps` in bits per second. */
function readKubeshark(frame: DataFrame): Flow[] | undefined {
  const at = columns(frame);
  if (!at('client.svc') || !at('server.svc')) {
    return undefined;
  }
  return rows(frame).map((row) => ({
    source: endpoint(text(at('client.svc'), row), text(at('client.ns'), row)),
    target: endpoint(text(at('server.svc'), row), text(at('server.ns'), row)),
    rate: scaled(number(at('totals.bps'), row), 1 / 8),
  }));
}

/** `namespace/name`; a pod behind several services has a JSON list of them in one cell, of which the first is taken. */
function ofPixie(cell: string): Endpoint {
  const name = cell.startsWith('[') ? (firstOf(cell) ?? cell) : cell;
  const slash = name.indexOf('/');
  return slash > 0 ? endpoint(name.slice(slash + 1), name.slice(0, slash)) : endpoint(name);
}

function firstOf(json: string): string | undefined {
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) && typeof list[0] === 'string' ? list[0] : undefined;
  } catch {
    return undefined;
  }
}

function columns(frame: DataFrame) {
  const byName = new Map(frame.fields.map((field) => [field.name.toLowerCase(), field]));
  return (name: string) => byName.get(name.toLowerCase());
}

function rows(frame: DataFrame): number[] {
  return Array.from({ length: frame.length }, (_, row) => row);
}

function text(field: Field | undefined, row: number): string {
  return String(field?.values[row] ?? '');
}

function number(field: Field | undefined, row: number): number | undefined {
  // Infinity's columns are text.
  const cell: unknown = field?.values[row];
  const value = typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}
