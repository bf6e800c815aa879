import { t } from '@grafana/i18n';

/** The keys of the board with what they do. */
export function boardKeys(): Array<[string, string]> {
  return [
    ['j k', t('triage.key-move', 'next and previous incident; the arrows too')],
    ['o', t('triage.key-open', 'open it')],
    ['x', t('triage.key-choose', 'choose it, or not any more')],
    ['a', t('triage.key-acknowledge', 'acknowledge')],
    ['e', t('triage.key-severity', 'change the severity')],
    ['s', t('triage.key-snooze', 'snooze')],
    ['c', t('triage.key-assign', 'name a commander')],
    ['m', t('triage.key-merge', 'merge')],
    ['u', t('triage.key-undo', 'undo the last action')],
    ['Esc', t('triage.key-clear', 'choose nothing')],
    ['?', t('triage.key-help', 'this list')],
  ];
}
