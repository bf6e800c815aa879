import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, TextLink, useStyles2 } from '@grafana/ui';

import { type ReviewFilters, useReviews } from '../../api/reviews';
import { prefixRoute, ROUTES } from '../../app/nav';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { useView } from '../useView';
import { ReviewFilterBar } from './ReviewFilterBar';
import { ReviewRow } from './ReviewRow';
import { isNarrowed, NO_FILTERS, readFilters, writeFilters } from './view';

const PAGE_SIZE = 25;

export function ReviewList() {
  const [filters, change] = useView(readFilters, writeFilters);
  const list = useReviews(filters, PAGE_SIZE);
  return (
    <Stack direction="column" gap={2}>
      <ReviewFilterBar filters={filters} onChange={change} />
      {list.isError && (
        <QueryError
          title={t('reviews.failed', 'The reviews could not be loaded')}
          error={list.error}
          stale={list.data !== undefined}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.isPending && <Loading />}
      {list.data && <Rows list={list} filters={filters} onChange={change} />}
    </Stack>
  );
}

interface RowsProps {
  list: ReturnType<typeof useReviews>;
  filters: ReviewFilters;
  onChange: (change: Partial<ReviewFilters>) => void;
}

function Rows({ list, filters, onChange }: RowsProps) {
  const styles = useStyles2(getStyles);
  const reviews = (list.data ?? []).flatMap((page) => page.reviews);
  if (reviews.length === 0) {
    return <NoReviews filters={filters} onChange={onChange} />;
  }
  return (
    <>
      <ul className={styles.list} aria-busy={list.isPlaceholderData}>
        {reviews.map((summary) => (
          <ReviewRow key={summary.number} summary={summary} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Stack justifyContent="center">
          <Button variant="secondary" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {list.isFetchingNextPage ? t('reviews.loading-more', 'Loading…') : t('reviews.more', 'Load more')}
          </Button>
        </Stack>
      )}
    </>
  );
}

function NoReviews({ filters, onChange }: Omit<RowsProps, 'list'>) {
  if (isNarrowed(filters)) {
    return (
      <EmptyState
        icon="search"
        title={t('reviews.nothing', 'No review matches')}
        action={
          <Button variant="secondary" onClick={() => onChange({ ...NO_FILTERS, state: 'all' })}>
            {t('reviews.show-all', 'Show all')}
          </Button>
        }
      />
    );
  }
  return filters.state === 'unpublished' ? (
    <EmptyState
      icon="check-circle"
      title={t('reviews.none-due', 'No review is waiting')}
      action={
        <Button variant="secondary" onClick={() => onChange({ state: 'all' })}>
          {t('reviews.show-published', 'Show published reviews')}
        </Button>
      }
    >
      {t(
        'reviews.how',
        'A review begins by itself when a P0 or P1 is resolved. For others it is begun on the page of the incident.'
      )}
    </EmptyState>
  ) : (
    <EmptyState
      icon="book-open"
      title={t('reviews.none', 'There is no review yet')}
      action={<TextLink href={prefixRoute(ROUTES.incidents)}>{t('reviews.to-incidents', 'All incidents')}</TextLink>}
    >
      {t(
        'reviews.how',
        'A review begins by itself when a P0 or P1 is resolved. For others it is begun on the page of the incident.'
      )}
    </EmptyState>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    borderTop: `1px solid ${theme.colors.border.weak}`,
    '&[aria-busy=true]': { opacity: 0.6 },
  }),
});
