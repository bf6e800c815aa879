import { t } from '@grafana/i18n';

import { type ActionItem, type ActionState } from '../../api/actionItems';

const NEXT: Partial<Record<ActionState, ActionState>> = { open: 'in_progress', in_progress: 'done', done: 'verified' };

/** What comes after a state on the way to verified. */
export function nextStep(state: ActionState): ActionState | undefined {
  return NEXT[state];
}

/** The button that leads to a state. */
export function stepName(to: ActionState): string {
  switch (to) {
    case 'in_progress':
      return t('review.action.start', 'Start');
    case 'done':
      return t('review.action.finish', 'Mark as done');
    default:
      return t('review.action.verify', 'Mark as verified');
  }
}

/** Overdue ones first, then by due date; those without a date last. */
export function byDue(items: readonly ActionItem[]): ActionItem[] {
  const due = ({ action }: ActionItem) => (action.dueAt ? Date.parse(action.dueAt) : Infinity);
  return [...items].sort((a, b) => Number(b.overdue) - Number(a.overdue) || compare(due(a), due(b)) || a.id - b.id);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
