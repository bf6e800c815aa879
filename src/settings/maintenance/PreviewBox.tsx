import React from 'react';
import { t } from '@grafana/i18n';
import { Alert } from '@grafana/ui';

import { type MaintenancePreview } from '../../api/types';
import { spanText } from './text';

/** What the window would be about, before anybody relies on it. */
export function PreviewBox({ preview }: { preview: MaintenancePreview }) {
  const { firing, firingCount, recent, recentCount, next, partial } = preview;
  const nothing = firingCount === 0 && recentCount === 0;
  return (
    <Alert
      severity={nothing ? 'warning' : 'info'}
      title={
        nothing
          ? t('maintenance.preview.nothing', 'It selects nothing that fired in the last 7 days')
          : t('maintenance.preview.title', 'Firing now: {{firing}} · firings of the last 7 days: {{recent}}', {
              firing: firingCount,
              recent: recentCount,
            })
      }
    >
      {partial && <div>{t('maintenance.preview.partial', 'Only the newest firings were looked at.')}</div>}
      {firingCount > 0 && (
        <div>
          {t('maintenance.preview.open', 'What fires already keeps its incident: {{names}}', {
            names: [...new Set(firing.map(({ name }) => name))].join(', '),
            interpolation: { escapeValue: false },
          })}
        </div>
      )}
      {recent.length > 0 && <div>{recent.map(({ name, count }) => `${name} × ${count}`).join(', ')}</div>}
      <ul>
        {next.map((span) => (
          <li key={span.startsAt}>{spanText(span)}</li>
        ))}
      </ul>
      {next.length === 0 && <div>{t('maintenance.preview.never', 'It is over, and does not open again.')}</div>}
    </Alert>
  );
}
