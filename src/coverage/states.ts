import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';

import { type AvailabilityState } from '../signals/providers/choose';

/** Availability, and what only asking the query itself can tell: that everything is there but has no value now. */
export type CoverageState = AvailabilityState | 'empty';

/** Best first: a signal is as good as the best of its providers. */
export const STATES: readonly CoverageState[] = ['answers', 'empty', 'unknown', 'failed', 'missing', 'not-configured'];

/** Every state has its own shape, so that it is told without its colour. */
export const STATE_ICONS: Record<CoverageState, IconName> = {
  answers: 'check-circle',
  empty: 'circle',
  unknown: 'question-circle',
  failed: 'exclamation-triangle',
  missing: 'times',
  'not-configured': 'plug',
};

export function stateName(state: CoverageState): string {
  switch (state) {
    case 'answers':
      return t('coverage.state.answers', 'Answers');
    case 'empty':
      return t('coverage.state.empty', 'Empty');
    case 'unknown':
      return t('coverage.state.unknown', 'Unknown');
    case 'failed':
      return t('coverage.state.failed', 'Failed');
    case 'missing':
      return t('coverage.state.missing', 'Missing');
    case 'not-configured':
      return t('coverage.state.not-configured', 'Not configured');
  }
}

export function stateMeaning(state: CoverageState): string {
  switch (state) {
    case 'answers':
      return t('coverage.meaning.answers', 'All metrics or fields that the query needs are there');
    case 'empty':
      return t('coverage.meaning.empty', 'They are there, but the query has no value now');
    case 'unknown':
      return t('coverage.meaning.unknown', 'Only the query itself can tell: check its values');
    case 'failed':
      return t('coverage.meaning.failed', 'The data source did not answer');
    case 'missing':
      return t('coverage.meaning.missing', 'Metrics or fields are missing');
    case 'not-configured':
      return t('coverage.meaning.not-configured', 'There is no data source of this type');
  }
}

export function stateColor(state: CoverageState, theme: GrafanaTheme2): string {
  switch (state) {
    case 'answers':
      return theme.colors.success.text;
    case 'empty':
      return theme.colors.info.text;
    case 'failed':
      return theme.colors.error.text;
    case 'missing':
      return theme.colors.warning.text;
    case 'unknown':
    case 'not-configured':
      return theme.colors.text.secondary;
  }
}

/** A signal that is empty now can be seen: it speaks up when there is something to say. */
export function isObservable(state: CoverageState): boolean {
  return state === 'answers' || state === 'empty';
}
