import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, useStyles2 } from '@grafana/ui';

import {
  type Review,
  type ReviewRevision,
  useChangeReview,
  useReviewRevision,
  useReviewRevisions,
} from '../../api/reviews';
import { ChangeError } from '../../ui/ChangeError';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { RelativeTime } from '../../ui/Time';
import { fieldName } from '../fields';
import { editRefusal } from '../refusal';
import { changesBetween, linesOf } from './difference';
import { SectionFrame } from './SectionFrame';

const SIGNS = { same: ' ', added: '+', removed: '−' };

/** Who changed what. Each change can be looked at, and its content made the content again. */
export function History({ review }: { review: Review }) {
  const [open, setOpen] = useState(false);
  return (
    <SectionFrame
      id="history"
      title={t('review.part.history', 'History')}
      action={
        <Button
          size="sm"
          variant="secondary"
          fill="text"
          icon="history"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? t('review.history.hide', 'Hide') : t('review.history.show', 'Show')}
        </Button>
      }
    >
      {open && <Revisions review={review} />}
    </SectionFrame>
  );
}

function Revisions({ review }: { review: Review }) {
  const styles = useStyles2(getStyles);
  const { number, version } = review.summary;
  const revisions = useReviewRevisions(number, true);
  const restore = useChangeReview(number);
  const [shown, setShown] = useState<number>();
  const refusal = editRefusal(review);
  if (revisions.isPending) {
    return <Loading />;
  }
  if (revisions.isError) {
    return (
      <QueryError
        title={t('review.history.failed', 'The history could not be loaded')}
        error={revisions.error}
        onRetry={() => void revisions.refetch()}
      />
    );
  }
  return (
    <>
      {restore.error && (
        <ChangeError title={t('review.history.not-restored', 'It was not restored')} error={restore.error} />
      )}
      <ol className={styles.list}>
        {revisions.data.map((revision, index) => (
          <li key={revision.version} className={styles.row}>
            <Head revision={revision} />
            <Stack gap={1} wrap="wrap">
              <Button
                size="sm"
                variant="secondary"
                fill="text"
                aria-expanded={shown === revision.version}
                onClick={() => setShown(shown === revision.version ? undefined : revision.version)}
              >
                {t('review.history.changes', 'What changed')}
              </Button>
              {index > 0 && (
                <Button
                  size="sm"
                  variant="secondary"
                  fill="text"
                  icon="history"
                  disabled={refusal !== undefined || restore.isPending}
                  tooltip={refusal}
                  onClick={() => restore.mutate({ change: 'restore', version, revision: revision.version })}
                >
                  {t('review.history.restore', 'Restore')}
                </Button>
              )}
            </Stack>
            {shown === revision.version && (
              <Difference number={number} to={revision.version} from={revisions.data[index + 1]?.version} />
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

function Head({ revision: { version, by, at, note, fields } }: { revision: ReviewRevision }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.head}>
      <strong>{t('review.history.version', 'Version {{version}}', { version })}</strong>
      <span>
        {by} <RelativeTime at={at} />
      </span>
      <span className={styles.weak}>{note || [...new Set(fields.map(fieldName))].join(', ')}</span>
    </div>
  );
}

function Difference({ number, from, to }: { number: number; from?: number; to: number }) {
  const styles = useStyles2(getStyles);
  const before = useReviewRevision(number, from);
  const after = useReviewRevision(number, to);
  const error = before.error ?? after.error;
  if (error) {
    return <QueryError title={t('review.history.unread', 'The versions could not be loaded')} error={error} />;
  }
  if (!after.data || (from !== undefined && !before.data)) {
    return <Loading />;
  }
  const [old, next] = [before.data?.content, after.data.content];
  const changes = changesBetween(old ? linesOf(old) : [], next ? linesOf(next) : []);
  return (
    <pre className={styles.diff}>
      {changes.length === 0 && t('review.history.same', 'The content is the same.')}
      {changes.map(({ op, text }, index) => (
        <div key={`${index}/${text}`} className={op === 'added' ? styles.added : styles.removed}>
          {`${SIGNS[op]} ${text}`}
        </div>
      ))}
    </pre>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none' }),
  row: css({ padding: theme.spacing(1, 0), borderBottom: `1px solid ${theme.colors.border.weak}` }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: theme.spacing(0, 1.5) }),
  weak: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
  diff: css({ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: theme.typography.bodySmall.fontSize }),
  added: css({ color: theme.colors.success.text }),
  removed: css({ color: theme.colors.error.text }),
});
