import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Icon, useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';

import { type ReviewSummary } from '../../api/reviews';
import { reviewPath } from '../../app/nav';
import { SeverityBadge } from '../../ui/SeverityBadge';
import { ReviewDue, StateBadge } from '../Bits';
import { Standing } from './Standing';

export function ReviewRow({ summary }: { summary: ReviewSummary }) {
  const styles = useStyles2(getStyles);
  const { header } = summary;
  return (
    <li className={styles.row}>
      <SeverityBadge severity={header.severity} />
      <div className={styles.main}>
        <Link className={styles.link} to={reviewPath(summary.number)}>
          <span className={styles.number}>#{summary.number}</span> {header.title}
        </Link>
        {summary.summary && <p className={styles.summary}>{summary.summary}</p>}
        <div className={styles.small}>
          <StateBadge state={summary.state} />
          {header.services.length > 0 && <span>{header.services.slice(0, 3).join(', ')}</span>}
          <Marks summary={summary} />
        </div>
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>{t('reviews.column.due', 'Due')}</dt>
          <dd>
            <ReviewDue summary={summary} />
          </dd>
        </div>
        <div>
          <dt>{t('reviews.column.facilitator', 'Facilitator')}</dt>
          <dd>{summary.facilitator || summary.owner || t('reviews.nobody', 'nobody yet')}</dd>
        </div>
        <div>
          <dt>{t('reviews.column.actions', 'Actions')}</dt>
          <dd>
            <ActionCount summary={summary} />
          </dd>
        </div>
      </dl>
      <Standing summary={summary} />
    </li>
  );
}

function Marks({ summary: { header, restricted, imported, tags = [] } }: { summary: ReviewSummary }) {
  return (
    <>
      {header.drill && <Badge color="purple" text={t('review.mark.drill', 'Drill')} />}
      {restricted && <Badge color="orange" icon="lock" text={t('review.mark.restricted', 'Restricted')} />}
      {imported && <Badge color="blue" icon="upload" text={t('review.mark.imported', 'Imported')} />}
      {tags.map((tag) => (
        <span key={tag}>{`#${tag}`}</span>
      ))}
    </>
  );
}

function ActionCount({ summary: { actions, openActions, overdueActions } }: { summary: ReviewSummary }) {
  const styles = useStyles2(getStyles);
  if (actions === 0) {
    return <span>{t('reviews.no-actions', 'none')}</span>;
  }
  return (
    <span>
      {t('reviews.actions-done', '{{done}} of {{total}} done', { done: actions - openActions, total: actions })}
      {overdueActions > 0 && (
        <span className={styles.late}>
          {' '}
          <Icon name="exclamation-triangle" size="sm" aria-hidden />{' '}
          {t('reviews.actions-late', '{{count}} overdue', { count: overdueActions })}
        </span>
      )}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    position: 'relative',
    display: 'grid',
    gridTemplateColumns: `${theme.spacing(4)} minmax(0, 1fr) 420px 132px`,
    alignItems: 'start',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-within': { background: theme.colors.action.focus },
    [theme.breakpoints.down('xl')]: { gridTemplateColumns: `${theme.spacing(4)} minmax(0, 1fr) 132px` },
    [theme.breakpoints.down('md')]: { gridTemplateColumns: `${theme.spacing(4)} minmax(0, 1fr)` },
  }),
  main: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0 }),
  link: css({
    fontWeight: theme.typography.fontWeightMedium,
    overflowWrap: 'anywhere',
    // The whole row is the target, while screen readers and keyboards get one link.
    '&::after': { content: '""', position: 'absolute', inset: 0 },
    '&:focus-visible': { outline: 'none' },
    '&:focus-visible::after': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: '-2px' },
  }),
  number: css({ color: theme.colors.text.secondary }),
  summary: css({
    margin: 0,
    color: theme.colors.text.secondary,
    display: '-webkit-box',
    WebkitLineClamp: 2,
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
    overflowWrap: 'anywhere',
  }),
  small: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
    gap: theme.spacing(0.5, 2),
    margin: 0,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    '& dt': { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
    '& dd': { margin: 0, overflowWrap: 'anywhere', position: 'relative', zIndex: 1, width: 'fit-content' },
    [theme.breakpoints.down('xl')]: { gridColumn: '2 / -1', gridRow: 2 },
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  }),
  late: css({ color: theme.colors.error.text }),
});
