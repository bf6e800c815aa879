import { t } from '@grafana/i18n';

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
        exporters: (found.exporters ?? []).join(', '),
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
