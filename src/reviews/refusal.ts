import { t } from '@grafana/i18n';

import { type Review } from '../api/reviews';
import { isEditor } from '../ui/user';

/** Why the person may not work on reviews; undefined when they may. */
export function roleRefusal(): string | undefined {
  return isEditor() ? undefined : t('review.refusal.role', 'You need the role Editor to work on reviews');
}

/** Why the content cannot be changed now. */
export function editRefusal({ summary, editable }: Review): string | undefined {
  const role = roleRefusal();
  if (role !== undefined || editable) {
    return role;
  }
  return summary.state === 'published'
    ? t('review.refusal.published', 'It is published. Take it back to draft to change it')
    : t('review.refusal.state', 'It is approved. Take it back to draft to change it');
}
