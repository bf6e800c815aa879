import {
  type AlertAlternative,
  type Comparison,
  type Severity,
  SEVERITIES,
  type SignalAlert,
  type SignalEntity,
  type SignalSummary,
} from '../../api/types';

/** What is asked to know whether a signal is abnormal now. */
export interface Condition {
  /** PromQL without variables. */
  expr: string;
  /** Absent, like `value`: every row that the query answers is abnormal. */
  op?: Comparison;
  value?: number;
  entity?: SignalEntity;
}

type Judged = Pick<SignalSummary, 'alert' | 'providers'>;

/**
 * The alert's condition for a data source with these metrics: of the first exporter that it has, else none.
 * Without knowledge of the metrics it is that of the alert itself.
 */
export function conditionOf(
  { alert, providers }: Judged,
  names: ReadonlySet<string> | undefined
): Condition | undefined {
  if (!alert) {
    return undefined;
  }
  const has = (source: string | undefined) => source === undefined || hasExporter(providers, source, names);
  return [alert, ...(alert.alternatives ?? [])]
    .filter(({ source }) => has(source))
    .map((one) => toCondition(alert, one))
    .find((condition) => condition !== undefined);
}

/** An exporter that the catalog has no metrics for is taken to be there. */
function hasExporter(providers: SignalSummary['providers'], source: string, names: ReadonlySet<string> | undefined) {
  const own = providers.filter((one) => one.provider === 'prometheus' && one.source === source);
  return names === undefined || own.length === 0 || own.some(({ needs }) => needs.every((name) => names.has(name)));
}

function toCondition(alert: SignalAlert, one: SignalAlert | AlertAlternative): Condition | undefined {
  const { query, op, value, window = alert.window } = one;
  if (query === undefined) {
    return undefined;
  }
  return {
    expr: query.replaceAll('$__window', window ?? '5m'),
    op,
    value,
    entity: one.entity ?? alert.entity,
  };
}

/** Whether the condition holds for this value; without a comparison every value means that it does. */
export function crosses(value: number, { op, value: threshold }: Pick<Condition, 'op' | 'value'>): boolean {
  return op === undefined || threshold === undefined || compare(value, op, threshold);
}

function compare(value: number, op: Comparison, threshold: number): boolean {
  switch (op) {
    case '>':
      return value > threshold;
    case '>=':
      return value >= threshold;
    case '<':
      return value < threshold;
    case '<=':
      return value <= threshold;
    case '==':
      return value === threshold;
    case '!=':
      return value !== threshold;
  }
}

/** The worst severity whose condition holds: that of the alert, or of a level of the same query. */
export function severityOf(value: number, alert: SignalAlert): Severity {
  const levels = (alert.levels ?? []).filter(
    (level) =>
      level.query === undefined && level.value !== undefined && crosses(value, { op: level.op ?? alert.op, ...level })
  );
  const reached = new Set([alert.severity, ...levels.map(({ severity }) => severity)]);
  return SEVERITIES.find((severity) => reached.has(severity)) ?? alert.severity;
}
