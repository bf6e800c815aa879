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
    value: withUnit(value, signal && ruleUnit(rule, signal)),
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

const DURATIONS = /histogram_quantile|seconds|time\(\)/;
const SHARES = ['percentunit', 'percent'];
const PLAIN = 'short';

/**
 * The unit of a rule's threshold. An alert often measures something else than its panel draws (a share of what the panel
 * counts, another field of the documents), and a wrong unit is worse than none.
 */
export function ruleUnit(rule: AlertPackRule, { alert, unit }: SignalSummary): string {
  if (rule.provider === 'elasticsearch') {
    const { of, metric = '' } = alert?.elasticsearch ?? {};
    return of ? 'percentunit' : metric.includes('.us,') || metric.includes('.us)') ? 'µs' : PLAIN;
  }
  const isDuration = unit === 's' && DURATIONS.test(rule.expr);
  return isDuration || SHARES.includes(unit) ? unit : PLAIN;
}

// A question whether there is such a thing stands around its name: {{ with $labels.job }}{{ . }}{{ end }}.
const TEMPLATE = /\{\{\s*with\b(.*?)\}\}.*?\{\{\s*end\s*\}\}|\{\{(.*?)\}\}/g;
const LABEL = /\$labels\.(\w+)|index \$labels "([^"]+)"/;

/** The summary with the names of what the alert will put in, instead of the template's code. */
export function summaryText(summary: string): string {
  return summary.replace(TEMPLATE, (_, asked: string | undefined, code = '') => {
    const [, plain, quoted] = LABEL.exec(asked ?? code) ?? [];
    return `<${plain ?? quoted ?? t('alert-rules.the-value', 'value')}>`;
  });
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
