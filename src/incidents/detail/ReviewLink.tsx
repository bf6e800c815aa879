import React from 'react';
import { t } from '@grafana/i18n';
import { Button, LinkButton } from '@grafana/ui';
import { useNavigate } from 'react-router-dom';

import { useStartReview } from '../../api/reviews';
import { type IncidentDetail } from '../../api/types';
import { navUrl, reviewPath, ROUTES } from '../../app/nav';
import { ChangeError } from '../../ui/ChangeError';
import { RelativeTime } from '../../ui/Time';
import { isEditor } from '../../ui/user';

/** Leads from an incident that is over to its review, with how far that is; or begins it. */
export function ReviewLink({ detail: { incident, review } }: { detail: IncidentDetail }) {
  if (incident.status !== 'resolved' && incident.status !== 'closed') {
    return null;
  }
  if (!review) {
    return <Begin number={incident.number} />;
  }
  const { state, dueAt, overdue } = review;
  return (
    <LinkButton
      variant="secondary"
      icon={overdue ? 'exclamation-triangle' : 'book'}
      href={navUrl(`${ROUTES.reviews}/${incident.number}`)}
      tooltip={dueAt && state !== 'published' ? <DueIn at={dueAt} /> : undefined}
    >
      {state === 'published'
        ? t('incident.review.published', 'Review')
        : t('incident.review.open', 'Review: {{state}}', { state: stateWord(state, overdue) })}
    </LinkButton>
  );
}

function DueIn({ at }: { at: string }) {
  return (
    <span>
      {t('incident.review.due', 'Due')} <RelativeTime at={at} />
    </span>
  );
}

function stateWord(state: 'draft' | 'in_review' | 'approved', overdue: boolean): string {
  if (overdue) {
    return t('incident.review.overdue', 'overdue');
  }
  switch (state) {
    case 'draft':
      return t('incident.review.draft', 'draft');
    case 'in_review':
      return t('incident.review.in-review', 'in review');
    case 'approved':
      return t('incident.review.approved', 'approved');
  }
}

function Begin({ number }: { number: number }) {
  const start = useStartReview(number);
  const navigate = useNavigate();
  const refusal = isEditor() ? undefined : t('incident.review.role', 'You need the role Editor to begin a review');
  return (
    <>
      <Button
        variant="secondary"
        icon={start.isPending ? 'spinner' : 'book-open'}
        disabled={refusal !== undefined || start.isPending}
        tooltip={refusal}
        onClick={() => start.mutate(undefined, { onSuccess: () => navigate(reviewPath(number)) })}
      >
        {t('incident.review.begin', 'Begin a review')}
      </Button>
      {start.error && (
        <ChangeError title={t('incident.review.failed', 'The review was not begun')} error={start.error} />
      )}
    </>
  );
}
