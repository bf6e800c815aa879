import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { RadioButtonGroup, Stack, Text, useStyles2, useTheme2 } from '@grafana/ui';

import { type ReviewMonth, type ReviewTrends, useReviewOptions, useReviewTrends } from '../../api/reviews';
import { durationBetween } from '../../ui/clock';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { writeAll } from '../list/view';
import { titleOf } from '../names';
import { useView } from '../useView';
import { type Bar, BarTable } from './BarTable';
import { type Count, counted, total } from './trends';

const BARS = 12;
/** The newest of a long time; the rest is in the counts. */
const MONTHS = 24;
const RANGES = { '90': 90, '365': 365, all: undefined } as const;
type RangeKey = keyof typeof RANGES;

const read = (params: URLSearchParams): { days: RangeKey } => {
  const given = params.get('days');
  return { days: given === '90' || given === 'all' ? given : '365' };
};
const write = (params: URLSearchParams, { days }: { days: RangeKey }) =>
  writeAll(params, { days: days === '365' ? '' : days });

/** What incidents have in common, and how well reviews and actions keep to their dates. The backend counts. */
export function TrendsTab() {
  const [{ days }, change] = useView(read, write);
  const trends = useReviewTrends(RANGES[days]);
  return (
    <Stack direction="column" gap={2}>
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
        {trends.data && <InTime trends={trends.data} />}
      </Stack>
      {trends.isError && (
        <QueryError
          title={t('reviews.trends.failed', 'The trends could not be loaded')}
          error={trends.error}
          stale={trends.data !== undefined}
          onRetry={() => void trends.refetch()}
        />
      )}
      {trends.isPending && <Loading />}
      {trends.data && <Charts months={trends.data.months} whole={days === 'all'} busy={trends.isPlaceholderData} />}
    </Stack>
  );
}

function InTime({ trends: { reviews, months, cut } }: { trends: ReviewTrends }) {
  const due = total(months, 'due');
  return (
    <Text color="secondary">
      {t('reviews.trends.reviews', '{{count}} reviews', { count: reviews, defaultValue_one: '{{count}} review' })}
      {due > 0 &&
        `. ${t('reviews.trends.kept', '{{inTime}} of {{count}} that were due came in time', { inTime: total(months, 'inTime'), count: due })}`}
      {cut && `. ${t('reviews.trends.cut', 'Only the newest 5000 are counted')}`}
    </Text>
  );
}

interface ChartsProps {
  months: ReviewMonth[];
  /** Of all times. */
  whole: boolean;
  busy: boolean;
}

function Charts({ months, whole, busy }: ChartsProps) {
  const styles = useStyles2(getStyles);
  const options = useReviewOptions();
  const reviewsColumn = t('reviews.trends.column.reviews', 'Reviews');
  const empty = t('reviews.trends.empty', 'No review in this time says so.');
  if (months.length === 0) {
    return <NoReviews whole={whole} />;
  }
  const names = months.map(({ month }) => month);
  const barsOf = (counts: Count[], name: (id: string) => string): Bar[] =>
    counts.slice(0, BARS).map(({ id, count, byMonth }) => ({
      id,
      name: name(id),
      size: count,
      text: String(count),
      byMonth: names.map((month, index) => ({ month, count: byMonth[index] ?? 0 })).slice(-MONTHS),
    }));
  return (
    <div className={styles.grid} aria-busy={busy}>
      <BarTable
        title={t('reviews.trends.factors', 'Contributing factors')}
        hint={t('reviews.trends.factors-hint', 'Reviews that name the factor at least once')}
        names={t('reviews.trends.column.factor', 'Factor')}
        figures={reviewsColumn}
        bars={barsOf(
          counted(months, ({ factors }) => factors),
          (id) => titleOf(options.data?.factors, id)
        )}
        empty={empty}
      />
      <BarTable
        title={t('reviews.trends.triggers', 'Triggers')}
        hint={t('reviews.trends.triggers-hint', 'What set the incidents off')}
        names={t('reviews.trends.column.trigger', 'Trigger')}
        figures={reviewsColumn}
        bars={barsOf(
          counted(months, ({ triggers }) => triggers),
          (id) => titleOf(options.data?.triggers, id)
        )}
        empty={empty}
      />
      <TimeToReview months={months} />
      <Punctuality months={months} />
      <BarTable
        title={t('reviews.trends.services', 'Services')}
        hint={t('reviews.trends.services-hint', 'That the reviewed incidents were about')}
        names={t('reviews.trends.column.service', 'Service')}
        figures={reviewsColumn}
        bars={barsOf(
          counted(months, ({ services }) => services),
          (id) => id
        )}
        empty={empty}
      />
    </div>
  );
}

function NoReviews({ whole }: { whole: boolean }) {
  return whole ? (
    <EmptyState icon="chart-line" title={t('reviews.trends.none', 'There is no review to learn from yet')}>
      {t('reviews.trends.how', 'Causes, factors and times are counted here as soon as the first review is written.')}
    </EmptyState>
  ) : (
    <EmptyState icon="chart-line" title={t('reviews.trends.none-in-time', 'No review is of an incident in this time')}>
      {t('reviews.trends.longer', 'Choose a longer time. Drills are not counted.')}
    </EmptyState>
  );
}

function TimeToReview({ months }: { months: ReviewMonth[] }) {
  const published = months.filter(({ medianSeconds }) => medianSeconds !== undefined).slice(-BARS);
  return (
    <BarTable
      title={t('reviews.trends.times', 'Time from incident to review')}
      hint={t(
        'reviews.trends.times-hint',
        'Median from the end of the incident to publication, by month of the incident'
      )}
      names={t('reviews.trends.column.month', 'Month')}
      figures={t('reviews.trends.column.median', 'Median')}
      bars={published.map(({ month, published: count, medianSeconds = 0 }) => ({
        id: month,
        name: t('reviews.trends.month', '{{month}} ({{count}})', {
          month,
          count,
          interpolation: { escapeValue: false },
        }),
        size: medianSeconds,
        text: durationBetween(0, 1000 * medianSeconds),
      }))}
      empty={t('reviews.trends.unpublished', 'No review was published in this time.')}
    />
  );
}

function Punctuality({ months }: { months: ReviewMonth[] }) {
  const { visualization } = useTheme2();
  const bars: Bar[] = [
    {
      id: 'inTime',
      name: t('reviews.trends.in-time', 'Done in time'),
      color: 'green',
      size: total(months, 'actionsInTime'),
    },
    { id: 'late', name: t('reviews.trends.late', 'Done late'), color: 'yellow', size: total(months, 'actionsLate') },
    {
      id: 'overdue',
      name: t('reviews.trends.overdue', 'Overdue'),
      color: 'red',
      size: total(months, 'overdueActions'),
    },
    {
      id: 'running',
      name: t('reviews.trends.running', 'Not due yet'),
      color: 'blue',
      size: total(months, 'actionsRunning'),
    },
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

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 380px), 1fr))',
    alignItems: 'start',
    gap: theme.spacing(2),
    '&[aria-busy=true]': { opacity: 0.6 },
  }),
});
