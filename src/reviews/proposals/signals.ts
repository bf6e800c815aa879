import { useSignals } from '../../api/catalog';
import { useOwnSignals } from '../../api/ownSignals';
import { type Review } from '../../api/reviews';
import { type OwnSignal, type OwnSignalRecord, type Signal } from '../../api/types';

export interface Choices {
  /** Those whose alerts were part of the incident first. */
  signals: Signal[];
  own: OwnSignalRecord[];
  fired: ReadonlySet<string>;
}

/** All signals with what the organisation says of them; no data while they are loading. */
export function useChoices({ facts }: Review) {
  const signals = useSignals();
  const own = useOwnSignals();
  const error = signals.error ?? own.error;
  if (!signals.data || !own.data) {
    return { error };
  }
  const fired = new Set(facts.alerts.flatMap(({ signal }) => signal ?? []));
  const data: Choices = {
    signals: [...signals.data.signals].sort((a, b) => Number(fired.has(b.id)) - Number(fired.has(a.id))),
    own: own.data,
    fired,
  };
  return { data, error };
}

/** What the organisation says of a signal now; only its id when it says nothing. */
export function saidOf(own: readonly OwnSignalRecord[], id: string): OwnSignal {
  return own.find(({ signal }) => signal.id === id)?.signal ?? { id };
}

/** JSON as people compare it. */
export function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** A number that an alert is compared with. */
export interface Limit {
  /** Name of the alert or of one of its levels; empty for Elasticsearch's. */
  name: string;
  op: string;
  value: number;
  /** The fields of the own signal's alert that set it otherwise. */
  set: (value: number) => Record<string, unknown>;
}

/** Every threshold of a signal's alert. What only asks whether there are rows has none. */
export function limitsOf({ alert }: Signal): Limit[] {
  if (!alert) {
    return [];
  }
  const { name, op, value, levels = [], elasticsearch } = alert;
  const first = op && value !== undefined ? [{ name, op, value, set: (next: number) => ({ value: next }) }] : [];
  const further = levels.flatMap((level, index) => {
    const sign = level.op ?? op;
    const set = (next: number) => ({ levels: levels.map((one, at) => (at === index ? { ...one, value: next } : one)) });
    return sign && level.value !== undefined ? [{ name: level.name, op: sign, value: level.value, set }] : [];
  });
  const logs = elasticsearch
    ? [
        {
          name: '',
          op: elasticsearch.op,
          value: elasticsearch.value,
          set: (next: number) => ({ elasticsearch: { ...elasticsearch, value: next } }),
        },
      ]
    : [];
  return [...first, ...further, ...logs];
}

/** The own signal with one threshold set otherwise. */
export function withLimit(said: OwnSignal, limit: Limit, value: number): OwnSignal {
  return { ...said, alert: { ...said.alert, ...limit.set(value) } };
}
