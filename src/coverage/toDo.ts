import { t } from '@grafana/i18n';

import { exporterOf } from '../signals/exporters';
import { type Entry } from './rows';

/** What to install or switch on for the metrics of an exporter that are not there; absent where nothing is missing. */
export function installText({ state, source }: Pick<Entry, 'state' | 'source'>): string | undefined {
  if (!source || (state !== 'missing' && state !== 'not-configured')) {
    return undefined;
  }
  return (
    exporterOf(source)?.how() ??
    t('coverage.install', 'Let Prometheus scrape {{source}}, which an own signal names.', {
      source,
      interpolation: { escapeValue: false },
    })
  );
}
