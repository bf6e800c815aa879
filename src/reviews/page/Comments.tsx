import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, Stack, TextArea, useStyles2 } from '@grafana/ui';

import { type Review, type ReviewComment, useAddComment, useResolveComment } from '../../api/reviews';
import { QueryError } from '../../ui/QueryError';
import { RelativeTime } from '../../ui/Time';
import { Prose } from '../parts/Prose';
import { roleRefusal } from '../refusal';

/** As in the contract. */
const MAX_COMMENT = 5000;

interface Props {
  review: Review;
  /** Anchor of the section that they are about. */
  field: string;
}

/** What people say about a section. Those that are dealt with are folded away. */
export function Comments({ review, field }: Props) {
  const styles = useStyles2(getStyles);
  const [writing, setWriting] = useState(false);
  const [all, setAll] = useState(false);
  const refusal = roleRefusal();
  const own = review.comments.filter((comment) => (comment.field || 'summary') === field);
  const resolved = own.filter(({ resolvedAt }) => resolvedAt).length;
  const shown = all ? own : own.filter(({ resolvedAt }) => !resolvedAt);
  return (
    <div className={styles.comments}>
      {shown.length > 0 && (
        <ul className={styles.list}>
          {shown.map((comment) => (
            <Comment key={comment.id} number={review.summary.number} comment={comment} />
          ))}
        </ul>
      )}
      {writing ? (
        <CommentForm number={review.summary.number} field={field} onDone={() => setWriting(false)} />
      ) : (
        <div className={styles.buttons}>
          <Button
            size="sm"
            variant="secondary"
            fill="text"
            icon="comment-alt"
            disabled={refusal !== undefined}
            tooltip={refusal}
            onClick={() => setWriting(true)}
          >
            {t('review.comment.add', 'Comment')}
          </Button>
          {resolved > 0 && (
            <Button size="sm" variant="secondary" fill="text" aria-expanded={all} onClick={() => setAll(!all)}>
              {t('review.comment.resolved', '{{count}} resolved', { count: resolved })}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Comment({ number, comment }: { number: number; comment: ReviewComment }) {
  const styles = useStyles2(getStyles);
  const resolve = useResolveComment(number);
  const refusal = roleRefusal();
  return (
    <li className={styles.comment}>
      <div className={styles.head}>
        <strong>{comment.by}</strong> <RelativeTime at={comment.at} />
        {comment.resolvedBy && (
          <span>
            {t('review.comment.resolved-by', 'resolved by {{name}}', {
              name: comment.resolvedBy,
              interpolation: { escapeValue: false },
            })}
          </span>
        )}
        {!comment.resolvedAt && (
          <Button
            size="sm"
            variant="secondary"
            fill="text"
            icon={resolve.isPending ? 'spinner' : 'check'}
            disabled={refusal !== undefined || resolve.isPending}
            tooltip={refusal}
            onClick={() => resolve.mutate(comment.id)}
          >
            {t('review.comment.resolve', 'Resolve')}
          </Button>
        )}
      </div>
      <Prose text={comment.text} />
      {resolve.error && (
        <QueryError title={t('review.comment.unresolved', 'It was not resolved')} error={resolve.error} />
      )}
    </li>
  );
}

interface FormProps {
  number: number;
  field: string;
  onDone: () => void;
}

function CommentForm({ number, field, onDone }: FormProps) {
  const [text, setText] = useState('');
  const add = useAddComment(number);
  const id = `comment-${field}`;
  return (
    <Stack direction="column" gap={1}>
      <Field noMargin label={t('review.comment.text', 'Comment')}>
        <TextArea
          id={id}
          rows={2}
          maxLength={MAX_COMMENT}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </Field>
      {add.error && (
        <QueryError
          title={t('review.comment.failed', 'The comment was not saved; it is still here')}
          error={add.error}
        />
      )}
      <Stack gap={1}>
        <Button
          size="sm"
          icon={add.isPending ? 'spinner' : undefined}
          disabled={text.trim() === '' || add.isPending}
          onClick={() => add.mutate({ field, text: text.trim() }, { onSuccess: onDone })}
        >
          {t('review.comment.save', 'Add comment')}
        </Button>
        <Button size="sm" variant="secondary" onClick={onDone}>
          {t('review.cancel', 'Cancel')}
        </Button>
      </Stack>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  comments: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    '@media print': { display: 'none' },
  }),
  buttons: css({ display: 'flex', gap: theme.spacing(1), marginLeft: theme.spacing(-1) }),
  list: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  comment: css({
    padding: theme.spacing(0.5, 1.5),
    borderLeft: `3px solid ${theme.colors.info.border}`,
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    '& strong': { color: theme.colors.text.primary },
  }),
});
