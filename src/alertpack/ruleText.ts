import { formattedValueToString, getValueFormat } from '@grafana/data';
import { t } from '@grafana/i18n';

import { type AlertPackRule, type SignalSummary } from '../api/types';
import { placeOf, valuesOf } from './ruleEdit';

/** "> 5% for 5m", as far as the catalog knows the threshold. */
export function conditionText(rule: AlertPackRule, signal: SignalSummary | undefined): string {
  const { value } = signal?.alert ? valuesOf(signal.alert, placeOf(signal.alert, rule)) : { value: undefined };
  const op = signal?.alert && comparison(rule, signal);
  if (value === undefined || !op) {
    return t('alert-rules.condition.rows', 'on every row of the query, for {{duration}}', { duration: rule.for });
  }
  return t('alert-rules.condition.value', '{{op}} {{value}} for {{duration}}', {
    op,
    value: withUnit(value, signal?.unit),
    duration: rule.for,
    interpolation: { escapeValue: false },
  });
}

function comparison(rule: AlertPackRule, { alert }: SignalSummary): string | undefined {
  if (!alert) {
    return undefined;
  }
  const place = placeOf(alert, rule);
  switch (place.kind) {
    case 'elasticsearch':
      return alert.elasticsearch?.op;
    case 'level':
      return alert.levels?.[place.index]?.op ?? alert.op;
    case 'alternative':
      return alert.alternatives?.[place.index]?.op ?? alert.op;
    case 'main':
      return alert.op;
  }
}

/** A value of a signal as people read it, such as 5% for 0.05 in percentunit. */
export function withUnit(value: number, unit = 'none'): string {
  return formattedValueToString(getValueFormat(unit)(value));
}

/** Rules whose name, signal, summary, exporter or expression has all the words. */
export function matchesWords(rule: AlertPackRule, title: string, q: string): boolean {
  const text = [rule.name, rule.signal, title, rule.summary, rule.source, rule.expr].join(' ').toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
