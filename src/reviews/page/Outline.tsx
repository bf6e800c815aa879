import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, Text, Tooltip, useStyles2 } from '@grafana/ui';

import { type Review } from '../../api/reviews';
import { anchorOf, fieldName } from '../fields';
import { Reasons, Score } from '../Score';
import { jumpTo } from './jump';

/** Contents of the document with marks of what is missing or discussed, and its quality. */
export function Outline({ review }: { review: Review }) {
  const styles = useStyles2(getStyles);
  const missing = new Set(review.missing.map(({ field }) => anchorOf(field)));
  const open = review.comments.filter(({ resolvedAt }) => !resolvedAt);
  return (
    <div className={styles.outline}>
      <nav aria-label={t('review.outline.label', 'Contents')}>
        <ul className={styles.list}>
          {entries(review).map(({ id, title }) => {
            const comments = open.filter(({ field }) => (field || 'summary') === id).length;
            return (
              <li key={id}>
                <button type="button" className={styles.entry} onClick={() => jumpTo(id)}>
                  <span>{title}</span>
                  {missing.has(id) && (
                    <Tooltip content={t('review.outline.missing', 'Something is missing here')}>
                      <Icon name="exclamation-triangle" size="sm" className={styles.mark} />
                    </Tooltip>
                  )}
                  {comments > 0 && (
                    <span className={styles.comments}>
                      <Icon name="comment-alt" size="sm" aria-hidden /> {comments}
                    </span>
                  )}
                </button>
              </li>
            );
          })}
        </ul>
      </nav>
      <Quality review={review} />
    </div>
  );
}

function entries({ content }: Review): Array<{ id: string; title: string }> {
  const paths = ['summary', 'impact', 'times', 'background', 'lines', 'factors', 'detection', 'response', 'lessons'];
  return [
    ...paths.map((path) => ({ id: anchorOf(path), title: fieldName(path) })),
    { id: 'runbooks', title: fieldName('runbooks') },
    ...(content.sections.length > 0 ? [{ id: 'sections', title: fieldName('sections') }] : []),
    { id: 'actions', title: fieldName('actions') },
    { id: 'proposals', title: t('review.part.proposals', 'Back into practice') },
    { id: 'facts', title: t('review.part.facts', 'Alerts and people') },
    { id: 'messages', title: t('review.part.messages', 'Messages sent') },
    { id: 'signoffs', title: t('review.part.signoffs', 'Sign-offs') },
    { id: 'history', title: t('review.part.history', 'History') },
  ];
}

/** What costs points, each with a way to where it is mended. */
function Quality({ review: { quality } }: { review: Review }) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.quality} aria-labelledby="review-quality">
      <Text element="h2" variant="h6" id="review-quality">
        {t('review.quality.title', 'Quality')}
      </Text>
      <Score score={quality.score}>
        <Reasons quality={quality} />
      </Score>
      <details open={quality.reasons.length > 0 && quality.reasons.length < 4}>
        <summary>
          {t('review.quality.reasons', '{{count}} things cost points', {
            count: quality.reasons.length,
            defaultValue_one: '{{count}} thing costs points',
          })}
        </summary>
        <ul className={styles.list}>
          {quality.reasons.map(({ code, field, points, message, found }) => (
            <li key={`${code}/${field}`}>
              <button type="button" className={styles.reason} onClick={() => jumpTo(anchorOf(field))}>
                <strong>{t('review.quality.cost', '−{{points}}', { points })}</strong> {message}
                {found && <em>{` “${found}”`}</em>}
              </button>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  outline: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    [theme.breakpoints.down('lg')]: {
      '& nav ul': { display: 'flex', flexDirection: 'row', overflowX: 'auto', paddingBottom: theme.spacing(0.5) },
      '& nav button': { whiteSpace: 'nowrap', borderLeft: 'none' },
    },
  }),
  list: css({ listStyle: 'none', display: 'flex', flexDirection: 'column' }),
  entry: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    width: '100%',
    padding: theme.spacing(0.5, 1),
    border: 'none',
    borderLeft: `2px solid ${theme.colors.border.weak}`,
    background: 'none',
    textAlign: 'left',
    color: theme.colors.text.secondary,
    '&:hover': { color: theme.colors.text.primary, borderLeftColor: theme.colors.primary.main },
  }),
  mark: css({ color: theme.colors.warning.text, flexShrink: 0 }),
  comments: css({ whiteSpace: 'nowrap', fontSize: theme.typography.bodySmall.fontSize }),
  quality: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    fontSize: theme.typography.bodySmall.fontSize,
    '& summary': { cursor: 'pointer', color: theme.colors.text.secondary },
  }),
  reason: css({
    padding: theme.spacing(0.5, 0),
    border: 'none',
    background: 'none',
    textAlign: 'left',
    color: theme.colors.text.primary,
    '&:hover': { textDecoration: 'underline' },
  }),
});
