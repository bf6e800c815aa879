import React from 'react';
import { t } from '@grafana/i18n';
import { Alert } from '@grafana/ui';

import { type RunbookProblem } from '../../api/runbooks';

/** What is wrong in the text of a runbook, by line. */
export function Problems({ problems }: { problems: RunbookProblem[] }) {
  if (problems.length === 0) {
    return null;
  }
  return (
    <Alert severity="error" title={t('runbook.problems', 'The text cannot be read as a runbook')}>
      <ul>
        {problems.map(({ line, message }) => (
          <li key={`${line}/${message}`}>
            {t('runbook.problem', 'Line {{line}}: {{message}}', {
              line,
              message,
              interpolation: { escapeValue: false },
            })}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
