import React, { useEffect, useMemo } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type NavModelItem } from '@grafana/data';
import { t } from '@grafana/i18n';
import { locationService, PluginPage } from '@grafana/runtime';
import { Alert, TextLink, useStyles2 } from '@grafana/ui';
import { useParams } from 'react-router-dom';

import { type Review, useReview } from '../../api/reviews';
import { incidentPath, navUrl, prefixRoute, ROUTES } from '../../app/nav';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { EditablePart } from '../edit/EditablePart';
import { impactPart } from '../parts/impact';
import { causesPart, lessonsPart, runbooksPart } from '../parts/lists';
import { summaryPart } from '../parts/summary';
import { detectionPart, sectionsPart, textPart } from '../parts/texts';
import { timesPart } from '../parts/times';
import { ProposalsSection } from '../proposals/ProposalsSection';
import { ActionsSection } from './ActionsSection';
import { ExportMenu } from './ExportMenu';
import { Facts } from './Facts';
import { Header } from './Header';
import { History } from './History';
import { jumpTo } from './jump';
import { Messages } from './Messages';
import { Outline } from './Outline';
import { SignOffs } from './SignOffs';
import { StateBar } from './StateBar';
import { TimelineSection } from './TimelineSection';

export function ReviewPage() {
  const number = Number(useParams().number);
  return Number.isSafeInteger(number) && number > 0 ? <KnownNumber key={number} number={number} /> : <NoReview />;
}

function KnownNumber({ number }: { number: number }) {
  const query = useReview(number);
  if (query.error?.status === 404 && query.error.code === 'not_found') {
    return <NoReview number={number} />;
  }
  return (
    <PluginPage pageNav={pageNav(number, query.data)} actions={query.data && <ExportMenu number={number} />}>
      {query.isPending && <Loading />}
      {query.isError && (
        <QueryError
          title={t('review.failed', 'The review could not be loaded')}
          error={query.error}
          stale={query.data !== undefined}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data && <Document review={query.data} />}
    </PluginPage>
  );
}

function Document({ review }: { review: Review }) {
  const styles = useStyles2(getStyles);
  const parts = useParts();
  // A link to a section is followed once the section is there.
  useEffect(() => {
    const section = locationService.getLocation().hash.slice(1);
    if (section) {
      jumpTo(section);
    }
  }, []);
  return (
    <div className={styles.page} id="top">
      <div className={styles.side}>
        <Outline review={review} />
      </div>
      <article className={styles.document}>
        <Header review={review} />
        <StateBar review={review} />
        {!review.filled && (
          <Alert severity="info" title={t('review.filling', 'Strata is filling this in from the record')}>
            {t('review.filling-wait', 'That takes a few seconds; the page follows by itself.')}
          </Alert>
        )}
        <EditablePart part={parts.summary} review={review} />
        <EditablePart part={parts.impact} review={review} />
        <EditablePart part={parts.times} review={review} />
        <EditablePart part={parts.background} review={review} />
        <TimelineSection review={review} />
        <EditablePart part={parts.causes} review={review} />
        <EditablePart part={parts.detection} review={review} />
        <EditablePart part={parts.response} review={review} />
        <EditablePart part={parts.lessons} review={review} />
        <EditablePart part={parts.runbooks} review={review} />
        {review.content.sections.length > 0 && <EditablePart part={parts.sections} review={review} />}
        <ActionsSection review={review} />
        <ProposalsSection review={review} />
        <Facts review={review} />
        <Messages review={review} />
        <SignOffs review={review} />
        <History review={review} />
      </article>
    </div>
  );
}

/** Made once per page, as forms hold on to them. */
function useParts() {
  return useMemo(
    () => ({
      summary: summaryPart(),
      impact: impactPart(),
      times: timesPart(),
      background: textPart(
        'background',
        t('review.help.background', 'The story from the first sign to the end, for somebody who was not there.')
      ),
      causes: causesPart(),
      detection: detectionPart(),
      response: textPart(
        'response',
        t('review.help.response', 'What people saw, what they tried, and what helped or held them up.')
      ),
      lessons: lessonsPart(),
      runbooks: runbooksPart(),
      sections: sectionsPart(),
    }),
    []
  );
}

function NoReview({ number }: { number?: number }) {
  return (
    <PluginPage pageNav={{ text: t('review.missing-title', 'Review not found'), parentItem: reviewsNav() }}>
      <EmptyState
        icon="search-minus"
        title={t('review.missing-text', 'There is no review with this number')}
        action={
          number === undefined ? (
            <TextLink href={prefixRoute(ROUTES.reviews)}>{t('review.to-list', 'All reviews')}</TextLink>
          ) : (
            <TextLink href={incidentPath(number)}>
              {t('review.to-incident', 'Begin it on the page of incident #{{number}}', { number })}
            </TextLink>
          )
        }
      />
    </PluginPage>
  );
}

function reviewsNav(): NavModelItem {
  return { text: t('reviews.title', 'Reviews'), url: navUrl(ROUTES.reviews) };
}

function pageNav(number: number, review: Review | undefined): NavModelItem {
  const text = review
    ? t('review.page-title', 'Review of #{{number}} {{title}}', {
        number,
        title: review.summary.header.title,
        interpolation: { escapeValue: false },
      })
    : `#${number}`;
  return { text, url: navUrl(`${ROUTES.reviews}/${number}`), parentItem: reviewsNav() };
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    display: 'grid',
    gridTemplateColumns: '220px minmax(0, 860px)',
    gap: theme.spacing(5),
    alignItems: 'start',
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(2) },
    '@media print': {
      display: 'block',
      // Whoever prints the page itself, past the menu: no controls, and ink instead of the light letters of the dark theme.
      '& button, & [role=toolbar], & [role=radiogroup]': { display: 'none !important' },
      ...(theme.isDark && {
        backgroundColor: '#fff !important',
        printColorAdjust: 'exact',
        '& svg text': { fill: '#1d1f24 !important', stroke: 'none !important' },
        '& *': {
          color: '#1d1f24 !important',
          backgroundColor: 'transparent !important',
          borderColor: '#b7bcc5 !important',
          boxShadow: 'none !important',
        },
      }),
    },
  }),
  side: css({
    position: 'sticky',
    top: theme.spacing(12),
    maxHeight: `calc(100vh - ${theme.spacing(16)})`,
    overflowY: 'auto',
    [theme.breakpoints.down('lg')]: { position: 'static', maxHeight: 'none' },
    '@media print': { display: 'none' },
  }),
  document: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(4), minWidth: 0 }),
});
