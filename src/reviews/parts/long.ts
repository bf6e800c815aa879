import { t } from '@grafana/i18n';

import { type Refuse } from '../edit/part';

/** Refuses a text that the backend would not take. */
export function refuseLong(text: string, max: number, path: Array<string | number>, refuse: Refuse) {
  if (text.length > max) {
    refuse(path, t('review.long', 'At most {{max}} characters', { max }));
  }
}
