import {
  createDataFrame,
  createTheme,
  type DataFrame,
  FieldColorModeId,
  FieldType,
  getDisplayProcessor,
  type TimeRange,
} from '@grafana/data';

const BUCKETS = 120;

/** How a level is written, and what counts for it. */
const LEVELS: Array<{ name: string; test: RegExp; color: string }> = [
  { name: 'error', test: /^(err|fatal|crit|alert|emerg|panic)/i, color: 'red' },
  { name: 'warning', test: /^warn/i, color: 'yellow' },
  { name: 'other', test: /./, color: 'blue' },
];

/** Lines of logs as counts over time by level: one frame per answer, with the steps of the dashboard's range. */
export function logCounts(frame: DataFrame, range: TimeRange): DataFrame | undefined {
  const times = frame.fields.find(({ type }) => type === FieldType.time)?.values;
  if (!times) {
    return undefined;
  }
  const from = range.from.valueOf();
  const step = Math.max(1_000, Math.ceil((range.to.valueOf() - from) / BUCKETS));
  const levels = frame.fields.find(({ name }) => /^(detected_)?level$|^log\.level$|^severity$/i.test(name))?.values;
  const starts = Array.from({ length: BUCKETS }, (_, index) => from + index * step);
  const counts = LEVELS.map(() => new Array<number>(BUCKETS).fill(0));
  times.forEach((at: unknown, row) => {
    const bucket = typeof at === 'number' ? Math.floor((at - from) / step) : -1;
    const word = String(levels?.[row] ?? 'other') || 'other';
    const level = LEVELS.findIndex(({ test }) => test.test(word));
    const column = counts[level];
    if (column && bucket >= 0 && bucket < BUCKETS) {
      column[bucket] = (column[bucket] ?? 0) + 1;
    }
  });
  return countFrame(frame, starts, counts);
}

function countFrame(frame: DataFrame, starts: number[], counts: number[][]): DataFrame {
  const display = createTheme();
  const fields = LEVELS.map(({ name, color }, index) => {
    const config = {
      displayName: name,
      unit: 'short',
      decimals: 0,
      min: 0,
      color: { mode: FieldColorModeId.Fixed, fixedColor: color },
      custom: { draw: 'bars' },
    };
    const field = { name, type: FieldType.number, config, values: counts[index] ?? [] };
    return { ...field, display: getDisplayProcessor({ field, theme: display }) };
  }).filter(({ values }) => values.some((count) => count > 0));
  return createDataFrame({
    refId: frame.refId,
    name: frame.name,
    fields: [{ name: 'time', type: FieldType.time, config: {}, values: starts }, ...fields],
  });
}
