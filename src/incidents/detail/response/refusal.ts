import { t } from '@grafana/i18n';

import { isEditor } from '../../../ui/user';

/** Why the person may not change people and messages; undefined when they may. */
export function editorOnly(): string | undefined {
  return isEditor() ? undefined : t('response.refusal', 'You need the role Editor to change this');
}
