import React from 'react';
import { t } from '@grafana/i18n';
import { Alert, Button, Stack } from '@grafana/ui';

import { ChangeError } from '../ui/ChangeError';
import { type Triage } from './useTriage';

const SHOWN = 5;

/** What the last action did, what it was refused, and the way back. */
export function Outcome({ triage: { done, error, busy, undo, forget } }: { triage: Triage }) {
  if (error) {
    return <ChangeError title={t('triage.failed', 'Nothing was changed')} error={error} />;
  }
  if (!done) {
    return null;
  }
  const more = done.refused.length - SHOWN;
  return (
    // Grafana’s alert grows in a column; here the lanes have what is left.
    <div>
      <Alert severity={done.refused.length > 0 ? 'warning' : 'success'} title={done.text} onRemove={forget}>
        {done.refused.slice(0, SHOWN).map((line) => (
          <div key={line}>{line}</div>
        ))}
        {more > 0 && <div>{t('triage.refused-more', 'and {{count}} more were refused', { count: more })}</div>}
        {done.undo.length > 0 && (
          <Stack>
            <Button size="sm" variant="secondary" icon="history" disabled={busy} onClick={undo}>
              {t('triage.undo', 'Undo')}
            </Button>
          </Stack>
        )}
      </Alert>
    </div>
  );
}
