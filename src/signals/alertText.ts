import { formattedValueToString, getValueFormat } from '@grafana/data';
import { t } from '@grafana/i18n';

import { type Signal, type SignalAlert } from '../api/types';

/** A value in the unit of its signal, as it stands on an axis. */
export function withUnit(value: number, unit: string): string {
  return formattedValueToString(getValueFormat(unit)(value));
}

interface Level {
  name: string;
  severity: string;
  for: string;
  op?: string;
  value?: number;
}

/** When a signal alerts, one sentence per severity. */
export function alertSentences({ unit }: Pick<Signal, 'unit'>, alert: SignalAlert): string[] {
  const levels = (alert.levels ?? []).map((level) => ({ ...level, op: level.op ?? alert.op }));
  const sentences = [alert, ...levels].map((level) => sentence(level, unit, alert.window));
  return alert.elasticsearch ? [...sentences, elasticsearchSentence(alert.elasticsearch, unit)] : sentences;
}

function sentence({ name, severity, op, value, for: hold }: Level, unit: string, window: string | undefined): string {
  const text = {
    name,
    severity,
    hold,
    op,
    window,
    value: value === undefined ? '' : withUnit(value, unit),
    interpolation: { escapeValue: false },
  };
  if (op === undefined || value === undefined) {
    return t('alert-text.rows', '{{name}} ({{severity}}): as soon as its query finds something, for {{hold}}', text);
  }
  return window === undefined
    ? t('alert-text.limit', '{{name}} ({{severity}}): {{op}} {{value}} for {{hold}}', text)
    : t('alert-text.window', '{{name}} ({{severity}}): {{op}} {{value}} over {{window}}, for {{hold}}', text);
}

function elasticsearchSentence(alert: NonNullable<SignalAlert['elasticsearch']>, unit: string): string {
  const { metric, op, value, window, groupBy } = alert;
  return t('alert-text.elasticsearch', 'In Elasticsearch: {{metric}} {{op}} {{value}} in {{window}}{{by}}', {
    metric,
    op,
    value: metric === 'count' ? String(value) : withUnit(value, unit),
    window,
    by:
      groupBy === undefined
        ? ''
        : t('alert-text.by', ', by {{field}}', { field: groupBy, interpolation: { escapeValue: false } }),
    interpolation: { escapeValue: false },
  });
}
