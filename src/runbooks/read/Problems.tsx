import React from 'react';
import { t } from '@grafana/i18n';
import { Alert } from '@grafana/ui';

import { type RunbookProblem } from '../../api/runbooks';

interface Props {
  problems: RunbookProblem[];
  /** Nothing was written yet: the same list says what to fill in. */
  untouched?: boolean;
}

/** What is wrong in the text of a runbook, by line. */
export function Problems({ problems, untouched = false }: Props) {
  if (problems.length === 0) {
    return null;
  }
  return (
    <Alert
      severity={untouched ? 'info' : 'error'}
      title={
        untouched
          ? t('runbook.to-fill', 'To be filled in before it can be saved')
          : t('runbook.problems', 'The text cannot be read as a runbook')
      }
    >
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
