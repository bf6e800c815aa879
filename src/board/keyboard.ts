import { type KeyboardEvent } from 'react';

/** What a key means on the board; letters as on other boards of alerts. */
export const KEYS = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  x: 'choose',
  a: 'acknowledge',
  e: 'severity',
  s: 'snooze',
  c: 'assign',
  m: 'merge',
  o: 'open',
  u: 'undo',
  '?': 'help',
  Escape: 'clear',
} as const;

export type BoardKey = (typeof KEYS)[keyof typeof KEYS];

function isKnown(key: string): key is keyof typeof KEYS {
  return key in KEYS;
}

/** The meaning of a key; undefined while somebody types, with a modifier, and for other keys. */
export function meaningOf(event: KeyboardEvent): BoardKey | undefined {
  return isTyping(event) || !isKnown(event.key) ? undefined : KEYS[event.key];
}

/** Whether a key belongs to a text field, or to the browser. */
export function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const inField =
    target instanceof HTMLElement &&
    target.matches('input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=combobox]');
  return ctrlKey || metaKey || altKey || inField;
}
