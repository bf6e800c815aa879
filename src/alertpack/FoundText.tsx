import { t } from '@grafana/i18n';

import { exporterTitle } from '../signals/exporters';
import { type Found } from './useAlertPackData';

interface Props {
  found: Found;
  /** Name of the Prometheus data source. */
  name?: string;
}

/** What is known about the exporters, in one sentence. */
export function FoundText({ found, name = '' }: Props) {
  const plain = { escapeValue: false };
  switch (found.state) {
    case 'default':
      return t('alert-rules.found.default', 'Of each alert the exporter that the catalog names first.');
    case 'asking':
      return t('alert-rules.found.asking', 'Asking {{name}} which exporters are there…', {
        name,
        interpolation: plain,
      });
    case 'found':
      return t('alert-rules.found.found', 'Found in {{name}}: {{exporters}}.', {
        name,
        exporters: listText(found.exporters ?? []),
        interpolation: plain,
      });
    case 'none':
      return t(
        'alert-rules.found.none',
        '{{name}} has no exporter of the catalog yet, so the first choice of each alert is taken.',
        { name, interpolation: plain }
      );
    case 'failed':
      return t(
        'alert-rules.found.failed',
        '{{name}} could not be asked, so the first choice of each alert is taken. {{message}}',
        { name, message: found.message ?? '', interpolation: plain }
      );
    case 'no-data-source':
      return t(
        'alert-rules.found.no-data-source',
        'There is no Prometheus data source to ask, so the first choice of each alert is taken.'
      );
  }
}

const LISTED = 6;

/** The first of them by name; all of them stand on the coverage page. */
function listText(exporters: readonly string[]): string {
  const titles = [...new Set(exporters.map(exporterTitle))].sort((a, b) => a.localeCompare(b));
  const first = titles.slice(0, LISTED).join(', ');
  const more = titles.length - LISTED;
  return more > 0
    ? t('alert-rules.found.more', '{{first}} and {{more}} more', {
        first,
        more,
        interpolation: { escapeValue: false },
      })
    : first;
}
