import React, { useState } from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, Icon, Modal, Stack, Text, TextArea, useStyles2 } from '@grafana/ui';

import { type Review, type ReviewState, useChangeReview } from '../../api/reviews';
import { ChangeError } from '../../ui/ChangeError';
import { anchorOf } from '../fields';
import { stateName, STATES } from '../names';
import { roleRefusal } from '../refusal';
import { jumpTo } from './jump';

/** As in the contract. */
const MAX_REASON = 2000;

/** Where the review is on its way, the next step, and what is asked before it. */
export function StateBar({ review }: { review: Review }) {
  const styles = useStyles2(getStyles);
  const [to, setTo] = useState<ReviewState>();
  const change = useChangeReview(review.summary.number);
  const { state, version } = review.summary;
  const at = STATES.indexOf(state);
  const next = STATES[at + 1];
  const move = (target: ReviewState, reason?: string) =>
    change.mutate(
      { change: 'state', version, to: target, reason: reason?.trim() || undefined },
      { onSuccess: () => setTo(undefined) }
    );
  const refusal = refusalOf(review, next);
  return (
    <section className={styles.bar} aria-label={t('review.state.label', 'State of the review')}>
      <ol className={styles.steps}>
        {STATES.map((one, index) => (
          <li
            key={one}
            className={cx(styles.step, index <= at && styles.reached)}
            aria-current={one === state ? 'step' : undefined}
          >
            <Icon name={index <= at ? 'check-circle' : 'circle'} size="sm" aria-hidden /> {stateName(one)}
          </li>
        ))}
      </ol>
      <Stack gap={1} wrap="wrap">
        {next && (
          <Button
            size="sm"
            icon={change.isPending ? 'spinner' : undefined}
            disabled={refusal !== undefined || change.isPending}
            tooltip={refusal}
            onClick={() => (next === 'approved' ? setTo(next) : move(next))}
          >
            {stepName(next)}
          </Button>
        )}
        {state !== 'draft' && (
          <Button
            size="sm"
            variant="secondary"
            disabled={roleRefusal() !== undefined || change.isPending}
            tooltip={roleRefusal()}
            onClick={() => setTo('draft')}
          >
            {t('review.state.back', 'Back to draft')}
          </Button>
        )}
      </Stack>
      {next && <Missing review={review} />}
      {change.error && to === undefined && (
        <ChangeError title={t('review.state.failed', 'The state was not changed')} error={change.error} />
      )}
      {to && (
        <MoveDialog
          to={to}
          busy={change.isPending}
          onMove={(reason) => move(to, reason)}
          onDismiss={() => setTo(undefined)}
        >
          {change.error && (
            <ChangeError title={t('review.state.failed', 'The state was not changed')} error={change.error} />
          )}
        </MoveDialog>
      )}
    </section>
  );
}

function refusalOf({ missing }: Review, next: ReviewState | undefined): string | undefined {
  const role = roleRefusal();
  if (role !== undefined || next === undefined || next === 'in_review' || missing.length === 0) {
    return role;
  }
  return t('review.state.incomplete', 'Something is still missing; see the list');
}

function stepName(next: ReviewState): string {
  switch (next) {
    case 'in_review':
      return t('review.state.submit', 'Ask for review');
    case 'approved':
      return t('review.state.approve', 'Approve');
    default:
      return t('review.state.publish', 'Publish');
  }
}

function Missing({ review: { missing } }: { review: Review }) {
  const styles = useStyles2(getStyles);
  if (missing.length === 0) {
    return (
      <Text color="secondary" variant="bodySmall">
        {t('review.state.complete', 'Nothing is missing for publication.')}
      </Text>
    );
  }
  return (
    <div>
      <Text color="secondary" variant="bodySmall">
        {t('review.state.missing', 'Still asked before it is approved:')}
      </Text>
      <ul className={styles.missing}>
        {missing.map(({ code, field, message }) => (
          <li key={`${code}/${field}/${message}`}>
            <button type="button" className={styles.jump} onClick={() => jumpTo(anchorOf(field))}>
              {message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface DialogProps {
  to: ReviewState;
  busy: boolean;
  onMove: (reason: string) => void;
  onDismiss: () => void;
  children: React.ReactNode;
}

/** A step back needs a reason; an approval may have a note. */
function MoveDialog({ to, busy, onMove, onDismiss, children }: DialogProps) {
  const [reason, setReason] = useState('');
  const back = to === 'draft';
  const submit = (event: React.SyntheticEvent) => {
    event.preventDefault();
    onMove(reason);
  };
  return (
    <Modal
      isOpen
      title={
        back
          ? t('review.state.back-title', 'Take it back to draft')
          : t('review.state.approve-title', 'Approve the review')
      }
      onDismiss={onDismiss}
    >
      <form onSubmit={submit}>
        <Field
          label={
            back ? t('review.state.reason', 'What has to change') : t('review.state.note', 'Note of your approval')
          }
          description={
            back
              ? t('review.state.reason-hint', 'Sign-offs are taken back with it')
              : t('review.state.note-hint', 'Your name stands under this version of the review')
          }
        >
          <TextArea
            id="review-move-reason"
            rows={3}
            maxLength={MAX_REASON}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </Field>
        {children}
        <Modal.ButtonRow>
          <Button type="button" variant="secondary" fill="outline" onClick={onDismiss}>
            {t('review.cancel', 'Cancel')}
          </Button>
          <Button type="submit" disabled={busy || (back && reason.trim() === '')}>
            {back ? t('review.state.back', 'Back to draft') : t('review.state.approve-now', 'Approve it')}
          </Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5, 2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    '@media print': { display: 'none' },
  }),
  steps: css({ listStyle: 'none', display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 3) }),
  step: css({
    color: theme.colors.text.secondary,
    '&[aria-current=step]': { fontWeight: theme.typography.fontWeightBold },
  }),
  reached: css({ color: theme.colors.success.text }),
  missing: css({ paddingLeft: theme.spacing(2.5) }),
  jump: css({
    padding: 0,
    border: 'none',
    background: 'none',
    textAlign: 'left',
    color: theme.colors.text.link,
    textDecoration: 'underline',
  }),
});
