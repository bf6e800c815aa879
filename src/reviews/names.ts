import { t } from '@grafana/i18n';
import { type BadgeColor } from '@grafana/ui';

import { type ActionInput, type ActionState } from '../api/actionItems';
import {
  type ReviewChoice,
  type ReviewContent,
  type ReviewMoment,
  type ReviewState,
  type ReviewVerdict,
} from '../api/reviews';

/** On its way to be read by everybody. */
export const STATES: readonly ReviewState[] = ['draft', 'in_review', 'approved', 'published'];

export const MOMENTS: readonly ReviewMoment[] = [
  'impactStart',
  'detected',
  'acknowledged',
  'firstAction',
  'mitigated',
  'resolved',
];

export const STATE_COLORS: Record<ReviewState, BadgeColor> = {
  draft: 'darkgrey',
  in_review: 'blue',
  approved: 'purple',
  published: 'green',
};

export function stateName(state: ReviewState): string {
  switch (state) {
    case 'draft':
      return t('review.state.draft', 'Draft');
    case 'in_review':
      return t('review.state.in-review', 'In review');
    case 'approved':
      return t('review.state.approved', 'Approved');
    case 'published':
      return t('review.state.published', 'Published');
  }
}

export function momentName(moment: ReviewMoment): string {
  switch (moment) {
    case 'impactStart':
      return t('review.moment.impact-start', 'Impact began');
    case 'detected':
      return t('review.moment.detected', 'Detected');
    case 'acknowledged':
      return t('review.moment.acknowledged', 'Acknowledged');
    case 'firstAction':
      return t('review.moment.first-action', 'First action');
    case 'mitigated':
      return t('review.moment.mitigated', 'Mitigated');
    case 'resolved':
      return t('review.moment.resolved', 'Resolved');
  }
}

export const DETECTORS = ['alert', 'customer', 'person', 'synthetic'] as const satisfies ReadonlyArray<
  NonNullable<ReviewContent['detectedBy']>
>;

export function detectorName(by: (typeof DETECTORS)[number]): string {
  switch (by) {
    case 'alert':
      return t('review.detector.alert', 'An alert');
    case 'customer':
      return t('review.detector.customer', 'A customer');
    case 'person':
      return t('review.detector.person', 'One of us');
    case 'synthetic':
      return t('review.detector.synthetic', 'A synthetic check');
  }
}

export const VERDICTS: ReadonlyArray<ReviewVerdict['verdict']> = ['helped', 'partly', 'wrong', 'missing', 'unused'];

export const VERDICT_COLORS: Record<ReviewVerdict['verdict'], BadgeColor> = {
  helped: 'green',
  partly: 'blue',
  wrong: 'red',
  missing: 'orange',
  unused: 'darkgrey',
};

export function verdictName(verdict: ReviewVerdict['verdict']): string {
  switch (verdict) {
    case 'helped':
      return t('review.verdict.helped', 'It helped');
    case 'partly':
      return t('review.verdict.partly', 'It helped in part');
    case 'wrong':
      return t('review.verdict.wrong', 'It was wrong');
    case 'missing':
      return t('review.verdict.missing', 'What was needed is not in it');
    case 'unused':
      return t('review.verdict.unused', 'Nobody used it');
  }
}

export const ACTION_STATES: readonly ActionState[] = ['open', 'in_progress', 'done', 'verified', 'dropped'];

export function actionStateName(state: ActionState): string {
  switch (state) {
    case 'open':
      return t('review.action.open', 'Open');
    case 'in_progress':
      return t('review.action.in-progress', 'In progress');
    case 'done':
      return t('review.action.done', 'Done');
    case 'verified':
      return t('review.action.verified', 'Verified');
    case 'dropped':
      return t('review.action.dropped', 'Dropped');
  }
}

export const ACTION_COLORS: Record<ActionState, BadgeColor> = {
  open: 'orange',
  in_progress: 'blue',
  done: 'purple',
  verified: 'green',
  dropped: 'darkgrey',
};

export const PRIORITIES: ReadonlyArray<ActionInput['priority']> = ['high', 'medium', 'low'];

export function priorityName(priority: ActionInput['priority']): string {
  switch (priority) {
    case 'high':
      return t('review.priority.high', 'High');
    case 'medium':
      return t('review.priority.medium', 'Medium');
    case 'low':
      return t('review.priority.low', 'Low');
  }
}

/** The title of a kind; its id where the options do not know it any more. */
export function titleOf(choices: readonly ReviewChoice[] | undefined, id: string): string {
  return choices?.find((choice) => choice.id === id)?.title ?? id;
}
