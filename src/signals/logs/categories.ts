import { type DataFrame, type Field, FieldType } from '@grafana/data';

/** Log lines of one kind. */
export interface Category {
  /** Error type, or the pattern of the line; empty where the lines have none. */
  type: string;
  /** As the log has it, such as ERROR; empty where unknown. */
  level: string;
  count: number;
  /** Epoch milliseconds; absent where it is not known. */
  firstAt?: number;
  lastAt?: number;
}

/** How bad a level is: 0 is the worst. What is not known stands last. */
export function levelRank(level: string): number {
  const rank = LEVELS.findIndex((names) => names.test(level));
  return rank >= 0 ? rank : LEVELS.length;
}

const LEVELS = [/^(emerg|panic|fatal|crit|alert)/i, /^err/i, /^warn/i, /^(notice|info)/i, /^(debug|trace)/i];

/** The most severe first, then the most frequent. */
export function sortCategories(categories: Category[]): Category[] {
  return [...categories].sort((a, b) => levelRank(a.level) - levelRank(b.level) || b.count - a.count);
}

/** What a bucket is called whose documents lack the field. */
export const MISSING = '(none)';

/**
 * Rows of Elasticsearch's terms aggregations: one column per field, then `Count`, `Min` and `Max` (of the time).
 * Columns are named as Grafana's data source names them.
 */
export function categoriesOfTerms(frames: DataFrame[], typeField: string, levelField: string | undefined): Category[] {
  return frames.flatMap((frame) => {
    const at = (name: string | undefined) => frame.fields.find((field) => field.name === name);
    const [type, level, count] = [at(typeField), at(levelField), metric(frame, 'Count')];
    const [first, last] = [metric(frame, 'Min'), metric(frame, 'Max')];
    return Array.from({ length: frame.length }, (_, row) => ({
      type: known(type, row),
      level: known(level, row),
      count: toNumber(count, row) ?? 0,
      firstAt: toNumber(first, row),
      lastAt: toNumber(last, row),
    })).filter(({ count: lines }) => lines > 0);
  });
}

/** A second metric of the same kind makes the data source put the field behind the name. */
function metric(frame: DataFrame, name: string): Field | undefined {
  return frame.fields.find((field) => field.name === name || field.name.startsWith(`${name} `));
}

function known(field: Field | undefined, row: number): string {
  const value = String(field?.values[row] ?? '');
  return value === MISSING ? '' : value;
}

function toNumber(field: Field | undefined, row: number): number | undefined {
  const value: unknown = field?.values[row];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Series of Loki's count_over_time: one per type and level, whose points are lines per step. */
export function categoriesOfCounts(frames: DataFrame[], typeLabel: string | undefined, levelLabel: string): Category[] {
  return frames.flatMap((frame) => {
    const time = frame.fields.find(({ type }) => type === FieldType.time);
    const lines = frame.fields.find(({ type }) => type === FieldType.number);
    if (!time || !lines) {
      return [];
    }
    const points = [...lines.values].map((value: unknown, row) => ({
      at: time.values[row],
      count: Number(value) || 0,
    }));
    const filled = points.filter(({ count }) => count > 0);
    const labels = lines.labels ?? {};
    return filled.length === 0
      ? []
      : {
          type: (typeLabel && labels[typeLabel]) ?? '',
          level: labels[levelLabel] ?? '',
          count: filled.reduce((sum, { count }) => sum + count, 0),
          firstAt: filled[0]?.at,
          lastAt: filled.at(-1)?.at,
        };
  });
}

/** Rows of one type and level from several data sources or frames become one. */
export function mergeCategories(categories: Category[]): Category[] {
  const merged = new Map<string, Category>();
  for (const category of categories) {
    const key = JSON.stringify([category.type, category.level]);
    const before = merged.get(key);
    merged.set(key, before ? merge(before, category) : category);
  }
  return sortCategories([...merged.values()]);
}

function merge(a: Category, b: Category): Category {
  return {
    ...a,
    count: a.count + b.count,
    firstAt: pick(Math.min, a.firstAt, b.firstAt),
    lastAt: pick(Math.max, a.lastAt, b.lastAt),
  };
}

function pick(choose: (...values: number[]) => number, a?: number, b?: number): number | undefined {
  const values = [a, b].filter((value) => value !== undefined);
  return values.length > 0 ? choose(...values) : undefined;
}
