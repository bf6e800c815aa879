import { type Comparison, type Layer, type Severity, type SignalSummary } from '../../api/types';
import { entityName } from '../entity';
import { type InstantQuery, type InstantResult, type Sample } from '../instant';
import { worstSeries } from '../providers/bounds';
import { type Condition, conditionOf, crosses, severityOf } from './conditions';

/** One value of an alert query now, against the threshold of the alert. */
export interface Reading {
  signal: SignalSummary;
  layer: Layer;
  /** Empty: it is about a node or the cluster, not about a service. */
  service: string;
  namespace?: string;
  cluster?: string;
  node?: string;
  pod?: string;
  value: number;
  abnormal: boolean;
  /** Absent: every value that there is means that the condition holds. */
  op?: Comparison;
  threshold?: number;
  severity: Severity;
}

export interface Readings {
  readings: Reading[];
  /** Signals that could not be evaluated, with what the data source said. */
  failed: Array<{ signal: SignalSummary; message: string }>;
  /** How many were asked. */
  asked: number;
}

/** The alert queries of these signals as a data source with these metrics can answer them. */
export function alertQueriesOf(signals: SignalSummary[], names?: ReadonlySet<string>): InstantQuery[] {
  return signals.flatMap((signal) => {
    const condition = conditionOf(signal, names);
    return condition ? [{ key: signal.id, expr: worstSeries(condition.expr, condition.op) }] : [];
  });
}

export function readSignals(
  signals: SignalSummary[],
  { found, failed }: InstantResult,
  names?: ReadonlySet<string>
): Readings {
  return {
    readings: signals.flatMap((signal) => readSignal(signal, found.get(signal.id) ?? [], names)),
    failed: signals.flatMap((signal) => failedSignal(signal, failed.get(signal.id))),
    asked: found.size,
  };
}

function readSignal(signal: SignalSummary, samples: Sample[], names: ReadonlySet<string> | undefined): Reading[] {
  const { alert } = signal;
  const condition = conditionOf(signal, names);
  return alert && condition
    ? samples.map((sample) => ({
        ...read(signal, condition, sample),
        severity: severityOf(sample.value, alert),
      }))
    : [];
}

function read(signal: SignalSummary, { entity, op, value: threshold }: Condition, { labels, value }: Sample) {
  return {
    signal,
    layer: signal.layer,
    service: entityName(labels, entity?.service) ?? '',
    namespace: entityName(labels, entity?.namespace),
    cluster: entityName(labels, entity?.cluster),
    node: entityName(labels, entity?.node),
    pod: entityName(labels, entity?.pod),
    value,
    op,
    threshold,
    abnormal: crosses(value, { op, value: threshold }),
  };
}

function failedSignal(signal: SignalSummary, message: string | undefined) {
  return message === undefined ? [] : [{ signal, message }];
}
