import { t } from '@grafana/i18n';

import { type RunbookSummary } from '../api/runbooks';
import { isEditor } from '../ui/user';

/** Why the person may not change runbooks; undefined when they may. */
export function roleRefusal(): string | undefined {
  return isEditor() ? undefined : t('runbook.refusal.role', 'You need the role Editor to change runbooks');
}

/** Why the text of this runbook cannot be changed here. */
export function textRefusal({ origin }: Pick<RunbookSummary, 'origin'>): string | undefined {
  return origin === 'file'
    ? t('runbook.refusal.file', 'A provisioning file sets this runbook; change it there')
    : roleRefusal();
}
