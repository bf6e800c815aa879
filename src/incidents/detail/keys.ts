import { type KeyboardEvent } from 'react';
import { t } from '@grafana/i18n';

import { isTyping, meaningOf } from '../../board/keyboard';

/** What a key asks for that is pressed on the page of an incident. */
export type PageKey =
  'acknowledge' | 'severity' | 'snooze' | 'assign' | 'merge' | 'help' | 'resolve' | 'note' | 'message';

/** Keys that the board does not have. */
const OWN = new Map<string, PageKey>([
  ['r', 'resolve'],
  ['n', 'note'],
  ['w', 'message'],
]);

/** The meaning of a key on the page of an incident; what it shares with the board means the same. */
export function pageKeyOf(event: KeyboardEvent): PageKey | undefined {
  const shared = meaningOf(event);
  switch (shared) {
    case 'acknowledge':
    case 'severity':
    case 'snooze':
    case 'assign':
    case 'merge':
    case 'help':
      return shared;
    default:
      return isTyping(event) ? undefined : OWN.get(event.key);
  }
}

export function pageKeys(): Array<[string, string]> {
  return [
    ['a', t('incident.key.acknowledge', 'acknowledge, or take that back')],
    ['r', t('incident.key.resolve', 'resolve, or open again')],
    ['e', t('incident.key.severity', 'change the severity')],
    ['s', t('incident.key.snooze', 'snooze, or end the snooze')],
    ['c', t('incident.key.assign', 'name a commander')],
    ['m', t('incident.key.merge', 'merge into another incident')],
    ['n', t('incident.key.note', 'write a note')],
    ['w', t('incident.key.message', 'write an update for others')],
    ['?', t('incident.key.help', 'this list')],
  ];
}
