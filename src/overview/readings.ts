import { type Layer, type Signal, type SignalAlert } from '../api/types';
import { entityName } from '../signals/entity';
import { type InstantQuery, type InstantResult, type Sample } from '../signals/instant';

/** One value of an alert query now, against the threshold of the alert. */
export interface Reading {
  signal: Signal;
  layer: Layer;
  /** Empty: it is about a node or the cluster, not about a service. */
  service: string;
  /** The node, where the reading is about one. */
  node?: string;
  value: number;
  abnormal: boolean;
}

export interface Readings {
  readings: Reading[];
  /** Signals that could not be evaluated, with what the data source said. */
  failed: Array<{ signal: Signal; message: string }>;
  /** How many were asked. */
  asked: number;
}

/** The alert queries of the catalog, as they are evaluated now. Signals without an alert have no normal to compare with. */
export function alertQueriesOf(signals: Signal[]): InstantQuery[] {
  return signals.flatMap(({ id, alert }) =>
    alert ? [{ key: id, expr: alert.query.replaceAll('$__window', alert.window) }] : []
  );
}

export function readSignals(signals: Signal[], { found, failed }: InstantResult): Readings {
  return {
    readings: signals.flatMap((signal) => (found.get(signal.id) ?? []).flatMap((sample) => read(signal, sample))),
    failed: signals.flatMap((signal) => failedSignal(signal, failed.get(signal.id))),
    asked: found.size,
  };
}

function read(signal: Signal, { labels, value }: Sample): Reading[] {
  const { alert, entity, layer } = signal;
  if (!alert) {
    return [];
  }
  return [
    {
      signal,
      layer,
      service: entityName(labels, entity?.service) ?? '',
      node: entityName(labels, entity?.node),
      value,
      abnormal: crosses(value, alert),
    },
  ];
}

function failedSignal(signal: Signal, message: string | undefined) {
  return message === undefined ? [] : [{ signal, message }];
}

/** Whether the alert's condition holds for this value. */
export function crosses(value: number, { op, value: threshold }: Pick<SignalAlert, 'op' | 'value'>): boolean {
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
