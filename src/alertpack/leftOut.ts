import { t } from '@grafana/i18n';

import { type AlertPackRule, type OwnSignalRecord, type SignalAlert, type SignalSummary } from '../api/types';
import { type PackView } from './packQuery';

export interface LeftOutSignal {
  signal: SignalSummary;
  reason: 'off' | 'exporter' | 'logs' | 'unknown';
  /** Exporters that would answer. */
  exporters: string[];
}

/** Signals with an alert that has no rule in the file, and why. */
export function leftOut(
  rules: readonly AlertPackRule[],
  signals: readonly SignalSummary[],
  { layer }: Pick<PackView, 'layer'>,
  found: readonly string[] | undefined,
  own: readonly OwnSignalRecord[] = []
): LeftOutSignal[] {
  const inFile = new Set(rules.map(({ signal }) => signal));
  const withoutAlert = new Set(own.flatMap(({ signal }) => (signal.alert === null ? [signal.id] : [])));
  return signals
    .filter((signal) => layer.length === 0 || layer.includes(signal.layer))
    .filter(({ id }) => !inFile.has(id))
    .flatMap((signal) => {
      if (signal.alert) {
        return [{ signal, ...reasonOf(signal, signal.alert, found) }];
      }
      return withoutAlert.has(signal.id) ? [{ signal, reason: 'off' as const, exporters: [] }] : [];
    });
}

function reasonOf(
  { enabled }: SignalSummary,
  alert: SignalAlert,
  found: readonly string[] | undefined
): Pick<LeftOutSignal, 'reason' | 'exporters'> {
  const exporters = exportersOf(alert);
  if (!enabled) {
    return { reason: 'off', exporters };
  }
  if (exporters.length === 0) {
    return { reason: alert.elasticsearch ? 'logs' : 'unknown', exporters };
  }
  const isThere = found === undefined || exporters.some((exporter) => found.includes(exporter));
  return { reason: isThere ? 'unknown' : 'exporter', exporters };
}

function exportersOf({ query, source, alternatives = [] }: SignalAlert): string[] {
  const own = query && source ? [source] : [];
  return [...new Set([...own, ...alternatives.map((one) => one.source)])];
}

export function reasonText({ reason, exporters }: LeftOutSignal): string {
  switch (reason) {
    case 'off':
      return t('alert-rules.left-out.off', 'switched off');
    case 'exporter':
      return t('alert-rules.left-out.exporter', 'none of its exporters is there: {{exporters}}', {
        exporters: exporters.join(', '),
        interpolation: { escapeValue: false },
      });
    case 'logs':
      return t(
        'alert-rules.left-out.logs',
        'a rule on logs: needs the format Grafana and an Elasticsearch data source'
      );
    case 'unknown':
      return t('alert-rules.left-out.unknown', 'not for this format');
  }
}
