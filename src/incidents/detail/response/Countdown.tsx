import React from 'react';
import { t } from '@grafana/i18n';
import { Text, Tooltip } from '@grafana/ui';

import { absoluteTime, durationBetween, useNow } from '../../../ui/clock';

interface Props {
  /** RFC 3339. */
  at: string;
}

/** "in 4m", or "3m late" in red; the absolute time on hover and focus. */
export function Countdown({ at }: Props) {
  const due = Date.parse(at);
  const now = useNow(due);
  const late = now > due;
  return (
    <Tooltip content={absoluteTime(at)}>
      <time dateTime={at}>
        <Text element="span" color={late ? 'error' : 'primary'}>
          {late
            ? t('countdown.late', '{{span}} late', { span: durationBetween(due, now) })
            : t('countdown.in', 'in {{span}}', { span: durationBetween(now, due) })}
        </Text>
      </time>
    </Tooltip>
  );
}
