import { t } from '@grafana/i18n';

import { type RunbookSummary } from '../api/runbooks';

/** Share of the steps judged that helped; a dash while nobody judged one. */
export function helpedShare({ helped, wrong, missing }: RunbookSummary['use']): string {
  const judged = helped + wrong + missing;
  if (judged === 0) {
    return '–';
  }
  return t('runbook.share', '{{percent}} % of {{count}}', {
    percent: Math.round((100 * helped) / judged),
    count: judged,
  });
}
