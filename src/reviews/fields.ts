import { t } from '@grafana/i18n';

/** Anchor of the section that a path of the backend, such as lessons.poorly[0] or actions.12, is about. */
export function anchorOf(field: string | undefined): string {
  const top = /^[A-Za-z]+/.exec(field ?? '')?.[0] ?? '';
  return ANCHORS[top] ?? 'summary';
}

const ANCHORS: Record<string, string> = {
  summary: 'summary',
  tags: 'summary',
  model: 'summary',
  background: 'background',
  times: 'times',
  impact: 'impact',
  trigger: 'causes',
  factors: 'causes',
  detectedBy: 'detection',
  detection: 'detection',
  surprise: 'detection',
  response: 'response',
  lessons: 'lessons',
  runbooks: 'runbooks',
  sections: 'sections',
  lines: 'timeline',
  actions: 'actions',
  header: 'top',
  state: 'top',
};

/** What people call a path of the backend. */
export function fieldName(field: string): string {
  switch (anchorOf(field)) {
    case 'background':
      return t('review.part.background', 'What happened');
    case 'times':
      return t('review.part.times', 'Times');
    case 'impact':
      return t('review.part.impact', 'Impact');
    case 'causes':
      return t('review.part.causes', 'Trigger and contributing factors');
    case 'detection':
      return t('review.part.detection', 'Detection');
    case 'response':
      return t('review.part.response', 'Response');
    case 'lessons':
      return t('review.part.lessons', 'Lessons');
    case 'runbooks':
      return t('review.part.runbooks', 'Runbooks');
    case 'sections':
      return t('review.part.sections', 'Further questions');
    case 'timeline':
      return t('review.part.timeline', 'Timeline');
    case 'actions':
      return t('review.part.actions', 'Corrective actions');
    case 'top':
      return field === 'state'
        ? t('review.part.state', 'State')
        : t('review.part.header', 'Owner, facilitator or due date');
    default:
      return t('review.part.summary', 'Summary');
  }
}
