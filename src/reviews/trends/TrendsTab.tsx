import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { RadioButtonGroup, Stack, Text, useStyles2, useTheme2 } from '@grafana/ui';

import { type ActionItem, useActionItems } from '../../api/actionItems';
import { type ReviewSummary, useReviewOptions, useReviews } from '../../api/reviews';
import { durationBetween, useNow } from '../../ui/clock';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { NO_FILTERS, writeAll } from '../list/view';
import { titleOf } from '../names';
import { useView } from '../useView';
import { type Bar, BarTable } from './BarTable';
import {
  type Count,
  factorCounts,
  publishedInTime,
  punctuality,
  reviewTimes,
  serviceCounts,
  triggerCounts,
  within,
} from './trends';
import { useEverything } from './useEverything';

const PAGE_SIZE = 200;
const BARS = 12;
const RANGES = { '90': 90, '365': 365, all: undefined } as const;
type RangeKey = keyof typeof RANGES;

const EVERYTHING = { state: [], overdue: false, owner: '', type: [], q: '' };

const read = (params: URLSearchParams): { days: RangeKey } => {
  const given = params.get('days');
  return { days: given === '90' || given === 'all' ? given : '365' };
};
const write = (params: URLSearchParams, { days }: { days: RangeKey }) =>
  writeAll(params, { days: days === '365' ? '' : days });

/** What incidents have in common, and how well reviews and actions keep to their dates. */
export function TrendsTab() {
  const reviews = useReviews({ ...NO_FILTERS, state: 'all' }, PAGE_SIZE);
  const actions = useActionItems(EVERYTHING);
  const cut = [useEverything(reviews), useEverything(actions)].includes(true);
  const failed = [reviews, actions].find(({ isError }) => isError);
  return (
    <Stack direction="column" gap={2}>
      {failed?.error && (
        <QueryError
          title={t('reviews.trends.failed', 'The trends could not be loaded')}
          error={failed.error}
          onRetry={() => void failed.refetch()}
        />
      )}
      {(reviews.isPending || actions.isPending) && !failed && <Loading />}
      {reviews.data && actions.data && (
        <Trends
          reviews={reviews.data.flatMap((page) => page.reviews)}
          actions={actions.data.flatMap((page) => page.actions)}
          cut={cut}
        />
      )}
    </Stack>
  );
}

interface Props {
  reviews: ReviewSummary[];
  actions: ActionItem[];
  cut: boolean;
}

function Trends({ reviews, actions, cut }: Props) {
  const styles = useStyles2(getStyles);
  const [{ days }, change] = useView(read, write);
  const now = useNow(0);
  const shown = within(reviews, RANGES[days], now);
  const { inTime, of } = publishedInTime(shown);
  if (reviews.length === 0) {
    return (
      <EmptyState icon="chart-line" title={t('reviews.trends.none', 'There is no review to learn from yet')}>
        {t('reviews.trends.how', 'Causes, factors and times are counted here as soon as the first review is written.')}
      </EmptyState>
    );
  }
  return (
    <>
      <Stack gap={2} wrap="wrap" alignItems="center">
        <RadioButtonGroup
          aria-label={t('reviews.trends.range', 'Incidents of the last')}
          options={[
            { value: '90' as const, label: t('reviews.trends.quarter', '90 days') },
            { value: '365' as const, label: t('reviews.trends.year', 'Year') },
            { value: 'all' as const, label: t('reviews.trends.all', 'All') },
          ]}
          value={days}
          onChange={(value) => change({ days: value })}
        />
        <Text color="secondary">
          {t('reviews.trends.count', '{{count}} reviews. {{inTime}} of {{of}} that were due came in time.', {
            count: shown.length,
            inTime,
            of,
            defaultValue_one: '{{count}} review. {{inTime}} of {{of}} that were due came in time.',
          })}
          {cut && ` ${t('reviews.trends.cut', 'Only the newest 1000 are counted.')}`}
        </Text>
      </Stack>
      <div className={styles.grid}>
        <Charts reviews={shown} actions={actions} />
      </div>
    </>
  );
}

function Charts({ reviews, actions }: Omit<Props, 'cut'>) {
  const options = useReviewOptions();
  const reviewsColumn = t('reviews.trends.column.reviews', 'Reviews');
  const empty = t('reviews.trends.empty', 'No review in this time says so.');
  return (
    <>
      <BarTable
        title={t('reviews.trends.factors', 'Contributing factors')}
        hint={t('reviews.trends.factors-hint', 'Reviews that name the factor at least once')}
        names={t('reviews.trends.column.factor', 'Factor')}
        figures={reviewsColumn}
        bars={barsOf(factorCounts(reviews), (id) => titleOf(options.data?.factors, id))}
        empty={empty}
      />
      <BarTable
        title={t('reviews.trends.triggers', 'Triggers')}
        hint={t('reviews.trends.triggers-hint', 'What set the incidents off')}
        names={t('reviews.trends.column.trigger', 'Trigger')}
        figures={reviewsColumn}
        bars={barsOf(triggerCounts(reviews), (id) => titleOf(options.data?.triggers, id))}
        empty={empty}
      />
      <BarTable
        title={t('reviews.trends.times', 'Time from incident to review')}
        hint={t('reviews.trends.times-hint', 'Median from the end of the incident to publication, by month')}
        names={t('reviews.trends.column.month', 'Month')}
        figures={t('reviews.trends.column.median', 'Median')}
        bars={reviewTimes(reviews)
          .slice(-BARS)
          .map(({ month, median, reviews: count }) => ({
            id: month,
            name: t('reviews.trends.month', '{{month}} ({{count}})', {
              month,
              count,
              interpolation: { escapeValue: false },
            }),
            size: median,
            text: durationBetween(0, median),
          }))}
        empty={t('reviews.trends.unpublished', 'No review was published in this time.')}
      />
      <Punctuality reviews={reviews} actions={actions} />
      <BarTable
        title={t('reviews.trends.services', 'Services')}
        hint={t('reviews.trends.services-hint', 'That the reviewed incidents were about')}
        names={t('reviews.trends.column.service', 'Service')}
        figures={reviewsColumn}
        bars={barsOf(serviceCounts(reviews), (id) => id)}
        empty={empty}
      />
    </>
  );
}

function Punctuality({ reviews, actions }: Omit<Props, 'cut'>) {
  const { visualization } = useTheme2();
  const sum = punctuality(actions, new Set(reviews.map(({ number }) => number)));
  const bars: Bar[] = [
    { id: 'inTime', name: t('reviews.trends.in-time', 'Done in time'), color: 'green', size: sum.inTime },
    { id: 'late', name: t('reviews.trends.late', 'Done late'), color: 'yellow', size: sum.late },
    { id: 'overdue', name: t('reviews.trends.overdue', 'Overdue'), color: 'red', size: sum.overdue },
    { id: 'running', name: t('reviews.trends.running', 'Not due yet'), color: 'blue', size: sum.running },
  ].map((bar) => ({ ...bar, color: visualization.getColorByName(bar.color), text: String(bar.size) }));
  return (
    <BarTable
      title={t('reviews.trends.actions', 'Actions and their due dates')}
      hint={t('reviews.trends.actions-hint', 'Actions of these reviews that have a due date and were not dropped')}
      names={t('reviews.trends.column.standing', 'Standing')}
      figures={t('reviews.trends.column.actions', 'Actions')}
      bars={bars.some(({ size }) => size > 0) ? bars : []}
      empty={t('reviews.trends.no-dates', 'No action has a due date.')}
    />
  );
}

function barsOf(counts: Count[], name: (id: string) => string): Bar[] {
  return counts.slice(0, BARS).map(({ id, count }) => ({ id, name: name(id), size: count, text: String(count) }));
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 380px), 1fr))',
    alignItems: 'start',
    gap: theme.spacing(2),
  }),
});
