import React from 'react';
import { t } from '@grafana/i18n';
import { Alert } from '@grafana/ui';

import { type Missing } from './alerts';
import { missingText } from './roles';

/** What the answer lacks to be alerts, and how to say it in the options. */
export function MissingFields({ missing }: { missing: Missing[] }) {
  if (missing.length === 0) {
    return null;
  }
  return (
    <Alert severity="warning" title={t('triage-panel.missing', 'The answer cannot be read as alerts')}>
      {missing.map((one) => (
        <div key={one.role}>{missingText(one)}</div>
      ))}
      <div>
        {t(
          'triage-panel.missing-fix',
          'Edit the panel and choose a field under "Fields of the query", or ask for a table that has one.'
        )}
      </div>
    </Alert>
  );
}
