import { type DataFrame, type Field, FieldType } from '@grafana/data';

/** Rows of an answer, whatever form it has: a table, or one row for each series. Values are asked by name. */
export interface Source {
  refId: string;
  /** Of fields, labels and keys of objects; what a mapping may name. */
  names: string[];
  length: number;
  value: (row: number, name: string) => unknown;
  /** Where the row stands in the values of its fields. */
  index: (row: number) => number;
  /** The field behind a name, for its links and value mappings; undefined for labels and keys. */
  field: (name: string) => Field | undefined;
  /** Rows are samples, so a time is when it was measured, not when something started. */
  measured: boolean;
  /** Names whose values together tell rows apart and stay the same while an alert lasts. */
  identity: string[];
}

const VALUE = 'Value';
const TIME = 'Time';
const IDS = ['fingerprint', '_id', 'id', 'uid', 'kibana.alert.uuid', 'event.id'];
/** Series that stopped longer ago are of alerts that ended. */
const STALE_MS = 60_000;

/** `intervalMs` is the distance of two samples, as the panel asked for it. */
export function sourcesOf(frames: DataFrame[], intervalMs = 0): Source[] {
  const filled = frames.filter(({ fields, length }) => fields.length > 0 && length > 0);
  const series = filled.filter(isSeries).flatMap(seriesOf);
  const newest = Math.max(...series.map(({ at }) => at));
  const alive = series.filter(({ at }) => at >= newest - Math.max(STALE_MS, 2 * intervalMs));
  return [...filled.filter((frame) => !isSeries(frame)).map(tableOf), ...alive.map(({ source }) => source)];
}

/** Labels on the values, and nothing else that says what the values are of. */
function isSeries({ fields }: DataFrame): boolean {
  const numbers = fields.filter(({ type }) => type === FieldType.number);
  return (
    numbers.some(({ labels }) => Object.keys(labels ?? {}).length > 0) &&
    fields.every(({ type }) => type === FieldType.number || type === FieldType.time)
  );
}

interface Series {
  source: Source;
  /** Time of its last sample in epoch milliseconds. */
  at: number;
}

function seriesOf({ refId = '', fields }: DataFrame): Series[] {
  const times = fields.find(({ type }) => type === FieldType.time);
  return fields.flatMap((field) => {
    const last = field.type === FieldType.number ? lastSample(field) : -1;
    if (last < 0) {
      return [];
    }
    const at: unknown = times?.values[last];
    const labels: Record<string, string> = field.labels ?? {};
    const values: Record<string, unknown> = { ...labels, [VALUE]: field.values[last], [TIME]: at };
    const source: Source = {
      refId,
      names: Object.keys(values),
      length: 1,
      value: (_, name) => values[name],
      index: () => last,
      field: (name) => (name === VALUE ? field : undefined),
      measured: true,
      identity: Object.keys(labels).sort(),
    };
    return [{ source, at: typeof at === 'number' ? at : 0 }];
  });
}

function lastSample({ values }: Field): number {
  let last = values.length - 1;
  while (last >= 0 && (values[last] === null || values[last] === undefined)) {
    last -= 1;
  }
  return last;
}

type Reader = (row: number) => unknown;

function tableOf({ refId = '', fields, length }: DataFrame): Source {
  const readers = new Map<string, Reader>();
  const owners = new Map<string, Field>();
  for (const field of fields) {
    for (const name of [field.state?.displayName, field.config.displayName, field.name]) {
      if (name && !readers.has(name)) {
        readers.set(name, (row) => field.values[row]);
        owners.set(name, field);
      }
    }
  }
  fields.forEach((field) => addKeys(field, readers));
  const names = [...readers.keys()];
  const ids = IDS.filter((id) => readers.has(id));
  return {
    refId,
    names,
    length,
    value: (row, name) => readers.get(name)?.(row),
    index: (row) => row,
    field: (name) => owners.get(name),
    measured: fields.some(({ name, type }) => type === FieldType.number && /^Value( #.+)?$/.test(name)),
    identity: ids.length > 0 ? ids : names.filter((name) => owners.get(name)?.type === FieldType.string),
  };
}

/** Objects in a column, such as labels or a document of Elasticsearch: their keys can be named, too. */
function addKeys(field: Field, readers: Map<string, Reader>) {
  if (field.type !== FieldType.other) {
    return;
  }
  const parsed: Array<Record<string, unknown>> = Array.from(field.values, recordOf);
  for (const key of new Set(parsed.flatMap(Object.keys))) {
    for (const name of [`${field.name}.${key}`, key]) {
      if (!readers.has(name)) {
        readers.set(name, (row) => parsed[row]?.[key]);
      }
    }
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
