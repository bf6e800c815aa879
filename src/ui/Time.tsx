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
  const now = useNow();
  const age = durationBetween(Date.parse(at), now);
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
  const now = useNow();
  const text = durationBetween(Date.parse(from), to ? Date.parse(to) : now);
  const span = to
    ? `${absoluteTime(from)} – ${absoluteTime(to)}`
    : t('time.since', 'Since {{from}}', { from: absoluteTime(from) });
  return (
    <Tooltip content={span}>
      <span>{text}</span>
    </Tooltip>
  );
}
