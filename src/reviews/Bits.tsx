import React from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Icon, TextLink, Tooltip, useStyles2 } from '@grafana/ui';

import { type ReviewState, type ReviewSummary } from '../api/reviews';
import { absoluteTime, durationBetween, useNow } from '../ui/clock';
import { STATE_COLORS, stateName } from './names';
import { dayOf } from './when';

export function StateBadge({ state }: { state: ReviewState }) {
  return <Badge color={STATE_COLORS[state]} text={stateName(state)} data-review-state={state} />;
}

/** A date with how far away it is; the exact time on hover. */
export function DueDay({ at, overdue }: { at: string; overdue: boolean }) {
  const styles = useStyles2(getStyles);
  const due = Date.parse(at);
  const now = useNow(due);
  const age = durationBetween(Math.min(due, now), Math.max(due, now));
  return (
    <Tooltip content={absoluteTime(at)}>
      <span className={cx(overdue && styles.late)}>
        {overdue && <Icon name="exclamation-triangle" size="sm" aria-hidden />}{' '}
        {overdue
          ? t('review.due.late', '{{day}}, {{age}} late', {
              day: dayOf(at),
              age,
              interpolation: { escapeValue: false },
            })
          : t('review.due.day', '{{day}}', { day: dayOf(at), interpolation: { escapeValue: false } })}
      </span>
    </Tooltip>
  );
}

/** When a review is due; a published one says when that was. */
export function ReviewDue({ summary }: { summary: ReviewSummary }) {
  if (summary.publishedAt) {
    return (
      <span>
        {t('review.due.published', 'published {{day}}', {
          day: dayOf(summary.publishedAt),
          interpolation: { escapeValue: false },
        })}
      </span>
    );
  }
  return summary.dueAt ? (
    <DueDay at={summary.dueAt} overdue={summary.overdue} />
  ) : (
    <span>{t('review.due.none', 'no due date')}</span>
  );
}

const WEB = /^https?:\/\/[^\s<>"`]+$/;

/** Evidence is an address or words; only http and https become links. */
export function Evidence({ text }: { text: string }) {
  return WEB.test(text) ? (
    <TextLink href={text} external>
      {shorten(text)}
    </TextLink>
  ) : (
    <span>{text}</span>
  );
}

const ADDRESS_SHOWN = 60;

function shorten(address: string): string {
  const plain = address.replace(/^https?:\/\//, '');
  return plain.length > ADDRESS_SHOWN ? `${plain.slice(0, ADDRESS_SHOWN)}…` : plain;
}

const getStyles = (theme: GrafanaTheme2) => ({
  late: css({ color: theme.colors.error.text, fontWeight: theme.typography.fontWeightMedium }),
});
