import React from 'react';
import { t } from '@grafana/i18n';
import { Tooltip } from '@grafana/ui';

import { absoluteTime, durationBetween, useNow } from './clock';

interface TimeProps {
  /** RFC 3339. */
  at: string;
}

/** "12m ago"; the absolute time in the user's zone on hover and focus. */
export function RelativeTime({ at }: TimeProps) {
  const since = Date.parse(at);
  const age = durationBetween(since, useNow(since));
  return (
    <Tooltip content={absoluteTime(at)}>
      <time dateTime={at}>{t('time.ago', '{{age}} ago', { age })}</time>
    </Tooltip>
  );
}

interface DurationProps {
  from: string;
  /** Absent: until now. */
  to?: string;
}

export function Duration({ from, to }: DurationProps) {
  const since = Date.parse(from);
  const now = useNow(since);
  const text = durationBetween(since, to ? Date.parse(to) : now);
  const span = to
    ? `${absoluteTime(from)} – ${absoluteTime(to)}`
    : t('time.since', 'Since {{from}}', { from: absoluteTime(from), interpolation: { escapeValue: false } });
  return (
    <Tooltip content={span}>
      <span>{text}</span>
    </Tooltip>
  );
}
