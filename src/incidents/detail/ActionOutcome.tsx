import React from 'react';
import { t } from '@grafana/i18n';
import { Alert } from '@grafana/ui';

import { QueryError } from '../../ui/QueryError';
import { actionName } from './actions';
import { type Actions } from './useActions';

/** Why an action did not happen. */
export function ActionOutcome({ actions }: { actions: Actions }) {
  const { conflict, error, dismiss } = actions;
  if (conflict) {
    return (
      <Alert
        severity="warning"
        title={t('incident.conflict.title', 'Somebody changed this incident before you')}
        onRemove={dismiss}
      >
        <ul>
          {conflict.changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
        <p>
          {t(
            'incident.conflict.fix',
            'The page shows it as it is now. "{{action}}" was not done; do it again if it is still right.',
            {
              action: actionName(conflict.action),
              interpolation: { escapeValue: false },
            }
          )}
        </p>
      </Alert>
    );
  }
  return error ? <QueryError title={t('incident.action.failed', 'The change was not made')} error={error} /> : null;
}
