import React, { useState } from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Button, Icon, Stack, TextLink, useStyles2 } from '@grafana/ui';

import { type ActionInput, type ActionItem, useChangeAction } from '../../api/actionItems';
import { useReviewOptions } from '../../api/reviews';
import { reviewPath } from '../../app/nav';
import { ChangeError } from '../../ui/ChangeError';
import { SeverityBadge } from '../../ui/SeverityBadge';
import { DueDay } from '../Bits';
import { ACTION_COLORS, actionStateName, priorityName, titleOf } from '../names';
import { roleRefusal } from '../refusal';
import { ActionForm } from './ActionForm';
import { Effect } from './Effect';
import { nextStep, stepName } from './steps';

interface Props {
  item: ActionItem;
  /** Where actions of several reviews stand together. */
  withReview: boolean;
  /** Where the column does not say it already. */
  withState: boolean;
  /** Actions of a review that is not published yet can be taken away. */
  deletable?: boolean;
}

export function ActionCard({ item, withReview, withState, deletable = false }: Props) {
  const styles = useStyles2(getStyles);
  const [editing, setEditing] = useState(false);
  const change = useChangeAction(item.number);
  const options = useReviewOptions();
  const { action } = item;
  const put = (next: ActionInput) =>
    change.mutate(
      { verb: 'put', id: item.id, version: item.version, action: next },
      { onSuccess: () => setEditing(false) }
    );
  return (
    <li className={cx(styles.card, item.overdue && styles.overdue)} id={`action-${item.id}`}>
      {withReview && (
        <div className={styles.small}>
          {item.severity && <SeverityBadge severity={item.severity} />}
          <TextLink inline={false} href={reviewPath(item.number)} variant="bodySmall">
            {`#${item.number} ${item.reviewTitle ?? ''}`}
          </TextLink>
        </div>
      )}
      {editing ? (
        <ActionForm
          id={`action-${item.id}`}
          action={action}
          isNew={false}
          busy={change.isPending}
          error={change.error}
          onSubmit={put}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <>
          <div className={styles.title}>{action.title}</div>
          <div className={styles.small}>
            {withState && <Badge color={ACTION_COLORS[action.state]} text={actionStateName(action.state)} />}
            {action.must && <Badge color="red" text={t('review.action.must', 'Must be done')} />}
            <span>{titleOf(options.data?.actionTypes, action.type)}</span>
            <span>
              {t('review.action.of-priority', '{{priority}} priority', { priority: priorityName(action.priority) })}
            </span>
          </div>
          <Facts item={item} />
          {action.verification && (
            <p className={styles.note}>
              <Icon name="check-circle" size="sm" aria-hidden />{' '}
              {t('review.action.proof', 'Proof: {{text}}', {
                text: action.verification,
                interpolation: { escapeValue: false },
              })}
            </p>
          )}
          {action.reason && <p className={styles.note}>{action.reason}</p>}
          {item.effect && <Effect effect={item.effect} />}
          {change.error && (
            <ChangeError title={t('review.action.failed', 'The action was not saved')} error={change.error} />
          )}
          <Buttons
            item={item}
            busy={change.isPending}
            onEdit={() => setEditing(true)}
            onStep={put}
            onDelete={
              deletable ? () => change.mutate({ verb: 'delete', id: item.id, version: item.version }) : undefined
            }
          />
        </>
      )}
    </li>
  );
}

function Facts({ item: { action, overdue, verifiedBy } }: { item: ActionItem }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.small}>
      <span>
        <Icon name="user" size="sm" aria-hidden />{' '}
        {[action.owner, action.team].filter(Boolean).join(', ') || t('review.action.nobody', 'nobody yet')}
      </span>
      <span>
        <Icon name="calendar-alt" size="sm" aria-hidden />{' '}
        {action.dueAt ? <DueDay at={action.dueAt} overdue={overdue} /> : t('review.action.no-date', 'no date yet')}
      </span>
      {action.ticket && (
        <TextLink href={action.ticket} external inline={false} variant="bodySmall">
          {t('review.action.to-ticket', 'Ticket')}
        </TextLink>
      )}
      {verifiedBy && (
        <span>
          {t('review.action.verified-by', 'verified by {{name}}', {
            name: verifiedBy,
            interpolation: { escapeValue: false },
          })}
        </span>
      )}
    </div>
  );
}

interface ButtonsProps {
  item: ActionItem;
  busy: boolean;
  onEdit: () => void;
  onStep: (next: ActionInput) => void;
  onDelete?: () => void;
}

function Buttons({ item: { action }, busy, onEdit, onStep, onDelete }: ButtonsProps) {
  const refusal = roleRefusal();
  const next = nextStep(action.state);
  // Nobody verifies what has no proof: the form asks for it.
  const step = () =>
    next === 'verified' && !action.verification ? onEdit() : next && onStep({ ...action, state: next });
  return (
    <Stack gap={1} wrap="wrap">
      {next && (
        <Button
          size="sm"
          variant="secondary"
          icon={next === 'verified' ? 'check-circle' : undefined}
          disabled={refusal !== undefined || busy}
          tooltip={refusal}
          onClick={step}
        >
          {stepName(next)}
        </Button>
      )}
      <Button
        size="sm"
        variant="secondary"
        fill="text"
        icon="pen"
        disabled={refusal !== undefined || busy}
        tooltip={refusal}
        aria-label={t('review.action.edit', 'Edit action “{{title}}”', {
          title: action.title,
          interpolation: { escapeValue: false },
        })}
        onClick={onEdit}
      >
        {t('review.edit', 'Edit')}
      </Button>
      {onDelete && (
        <Button
          size="sm"
          variant="secondary"
          fill="text"
          icon="trash-alt"
          disabled={refusal !== undefined || busy}
          tooltip={refusal}
          aria-label={t('review.action.delete', 'Delete action “{{title}}”', {
            title: action.title,
            interpolation: { escapeValue: false },
          })}
          onClick={onDelete}
        />
      )}
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.75),
    padding: theme.spacing(1.5),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderLeft: `3px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    breakInside: 'avoid',
  }),
  overdue: css({ borderLeftColor: theme.colors.error.main }),
  title: css({ fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere' }),
  small: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.25, 1.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
  note: css({
    margin: 0,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
});
