import { t } from '@grafana/i18n';
import { z } from 'zod';

import { type ActionInput } from '../../api/actionItems';
import { fromDayInput, toDayInput } from '../when';

/** As in the contract. */
const MAX_TITLE = 300;
const MAX_VERIFICATION = 2000;
const WEB = /^https?:\/\/[^\s<>"`]+$/;

const shape = z.object({
  title: z.string(),
  type: z.enum(['prevent', 'detect', 'mitigate', 'process', 'document']),
  priority: z.enum(['high', 'medium', 'low']),
  must: z.boolean(),
  state: z.enum(['open', 'in_progress', 'done', 'verified', 'dropped']),
  reason: z.string(),
  owner: z.string(),
  team: z.string(),
  due: z.string(),
  ticket: z.string(),
  verification: z.string(),
});

export type ActionValues = z.infer<typeof shape>;

/** What the backend refuses is said beside the field before it is asked. */
export const actionSchema = () =>
  shape.superRefine((values, context) => {
    const refuse = (field: keyof ActionValues, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (values.title.trim() === '') {
      refuse('title', t('review.action.title-empty', 'Say what changes in the system'));
    }
    if (values.title.length > MAX_TITLE) {
      refuse('title', t('review.long', 'At most {{max}} characters', { max: MAX_TITLE }));
    }
    if (values.verification.length > MAX_VERIFICATION) {
      refuse('verification', t('review.long', 'At most {{max}} characters', { max: MAX_VERIFICATION }));
    }
    if (values.ticket.trim() !== '' && !WEB.test(values.ticket.trim())) {
      refuse('ticket', t('review.action.ticket-address', 'An address that begins with http:// or https://'));
    }
    if (values.state === 'dropped' && values.reason.trim() === '') {
      refuse('reason', t('review.action.reason-empty', 'Say why nobody does it'));
    }
    if (values.state === 'verified' && values.verification.trim() === '') {
      refuse('verification', t('review.action.verification-empty', 'Say how one knows that it works'));
    }
  });

export const NEW_ACTION: ActionInput = { title: '', type: 'prevent', priority: 'medium', must: false, state: 'open' };

export function valuesOf(action: ActionInput): ActionValues {
  const { title, type, priority, must, state } = action;
  return {
    title,
    type,
    priority,
    must,
    state,
    reason: action.reason ?? '',
    owner: action.owner ?? '',
    team: action.team ?? '',
    due: toDayInput(action.dueAt),
    ticket: action.ticket ?? '',
    verification: action.verification ?? '',
  };
}

/** The day that was chosen; a due time that still is on that day stays as it was. */
export function actionOf(values: ActionValues, before: ActionInput): ActionInput {
  const given = (text: string) => text.trim() || undefined;
  return {
    title: values.title.trim(),
    type: values.type,
    priority: values.priority,
    must: values.must,
    state: values.state,
    reason: values.state === 'dropped' ? given(values.reason) : undefined,
    owner: given(values.owner),
    team: given(values.team),
    dueAt: values.due === toDayInput(before.dueAt) ? before.dueAt : fromDayInput(values.due),
    ticket: given(values.ticket),
    verification: given(values.verification),
  };
}
