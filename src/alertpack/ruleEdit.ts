import { isEqual, omit } from 'lodash';

import {
  type AlertPackRule,
  type OwnSignal,
  type OwnSignalRecord,
  type Severity,
  type SignalAlert,
} from '../api/types';

/** What people may change of a rule. */
export interface RuleValues {
  /** In the unit of the alert's query; absent: the rule fires on every row that the query returns. */
  value?: number;
  for: string;
  severity: Severity;
}

/** Where the condition of a rule stands in the alert of its signal. */
export type Place =
  | { kind: 'main' }
  | { kind: 'elasticsearch' }
  | { kind: 'level'; index: number }
  | { kind: 'alternative'; index: number };

export function placeOf(alert: SignalAlert, rule: Pick<AlertPackRule, 'name' | 'provider' | 'source'>): Place {
  if (rule.provider === 'elasticsearch') {
    return { kind: 'elasticsearch' };
  }
  const level = (alert.levels ?? []).findIndex(({ name }) => name === rule.name);
  if (level >= 0) {
    return { kind: 'level', index: level };
  }
  const other = rule.source === alert.source ? -1 : sourceIndex(alert, rule.source);
  return other >= 0 ? { kind: 'alternative', index: other } : { kind: 'main' };
}

function sourceIndex({ alternatives = [] }: SignalAlert, source: string | undefined): number {
  return alternatives.findIndex((one) => one.source === source);
}

/** The values of a rule as they are now. */
export function valuesOf(alert: SignalAlert, place: Place): RuleValues {
  const common = { for: alert.for, severity: alert.severity };
  switch (place.kind) {
    case 'main':
      return { ...common, value: alert.value };
    case 'elasticsearch':
      return { ...common, value: alert.elasticsearch?.value };
    case 'level': {
      const level = alert.levels?.[place.index];
      return level ? { value: level.value, for: level.for, severity: level.severity } : common;
    }
    case 'alternative':
      return { ...common, value: alert.alternatives?.[place.index]?.value ?? alert.value };
  }
}

type AlertPatch = Partial<SignalAlert>;

/** The fields of the alert that these values change; empty when they change nothing. */
export function alertPatch(alert: SignalAlert, place: Place, values: RuleValues): AlertPatch {
  const now = valuesOf(alert, place);
  if (isEqual(now, { ...now, ...values })) {
    return {};
  }
  if (place.kind === 'level') {
    return { levels: replaceAt(alert.levels ?? [], place.index, values) };
  }
  const common: AlertPatch = {
    ...(values.for === now.for ? {} : { for: values.for }),
    ...(values.severity === now.severity ? {} : { severity: values.severity }),
  };
  return values.value === now.value ? common : { ...common, ...valuePatch(alert, place, values.value) };
}

function valuePatch(alert: SignalAlert, place: Place, value: number | undefined): AlertPatch {
  if (place.kind === 'alternative') {
    return { alternatives: replaceAt(alert.alternatives ?? [], place.index, { value }) };
  }
  if (place.kind === 'elasticsearch' && alert.elasticsearch && value !== undefined) {
    return { elasticsearch: { ...alert.elasticsearch, value } };
  }
  return { value };
}

function replaceAt<T extends object>(list: readonly T[], index: number, change: Partial<T>): T[] {
  return list.map((one, at) => (at === index ? { ...one, ...change } : one));
}

/** The own signal with these fields of its alert, over what is stored about it already. */
export function withAlert(id: string, record: OwnSignalRecord | undefined, patch: AlertPatch): OwnSignal {
  const signal = record?.signal ?? { id };
  return { ...signal, alert: { ...signal.alert, ...patch } };
}

/** What is left of a change of a built-in signal without some of its fields; undefined: nothing, so it can go. */
export function without(signal: OwnSignal, fields: Array<keyof OwnSignal>): OwnSignal | undefined {
  const rest: OwnSignal = { ...omit(signal, fields), id: signal.id };
  return Object.keys(rest).length > 1 ? rest : undefined;
}
