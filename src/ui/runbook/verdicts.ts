import { t } from '@grafana/i18n';

import { type RunbookVerdict } from '../../api/runbookRuns';

export const VERDICTS: readonly RunbookVerdict[] = ['helped', 'wrong', 'missing'];

/** What people say of a step while they use it. */
export function verdictName(verdict: RunbookVerdict): string {
  switch (verdict) {
    case 'helped':
      return t('runbook.verdict.helped', 'Helped');
    case 'wrong':
      return t('runbook.verdict.wrong', 'Wrong');
    case 'missing':
      return t('runbook.verdict.missing', 'Something missing');
  }
}
