import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Field, RadioButtonGroup, TextArea } from '@grafana/ui';

import { type FieldsProps } from './verbs';

const MINUTES = [30, 60, 240, 1440];

export function SnoozeFields({ onChange }: FieldsProps) {
  const [minutes, setMinutes] = useState(60);
  const [reason, setReason] = useState('');
  const change = (span: number, why: string) => {
    setMinutes(span);
    setReason(why);
    onChange(why.trim() ? { verb: 'snooze', body: { minutes: span, reason: why.trim() } } : undefined);
  };
  const label = t('more.snooze.minutes', 'How long');
  return (
    <>
      <Field
        label={label}
        description={t('more.snooze.hint', 'Nobody is told of its group until then, unless it becomes more severe')}
      >
        <RadioButtonGroup
          aria-label={label}
          value={minutes}
          options={MINUTES.map((value) => ({
            value,
            label:
              value < 60
                ? t('more.ack.in-minutes', '{{count}} min', { count: value })
                : t('more.ack.in-hours', '{{count}} h', { count: value / 60 }),
          }))}
          onChange={(value) => change(value, reason)}
        />
      </Field>
      <Field label={t('more.snooze.reason', 'Why nobody has to be told')}>
        <TextArea
          id="more-snooze"
          value={reason}
          maxLength={2000}
          onChange={(event) => change(minutes, event.currentTarget.value)}
        />
      </Field>
    </>
  );
}
