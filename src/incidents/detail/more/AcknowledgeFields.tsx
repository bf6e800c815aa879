import React, { useEffect, useState } from 'react';
import { t } from '@grafana/i18n';
import { Field, RadioButtonGroup } from '@grafana/ui';

import { type FieldsProps } from './verbs';

const MINUTES = [15, 30, 60, 240, 480];

export function AcknowledgeFields({ onChange }: FieldsProps) {
  const [minutes, setMinutes] = useState(30);
  useEffect(() => onChange({ verb: 'acknowledge', body: { minutes } }), [minutes, onChange]);
  return (
    <Field
      label={t('more.ack.minutes', 'It holds for')}
      description={t('more.ack.hint', 'Then somebody is looked for again, unless it has ended')}
    >
      <RadioButtonGroup
        value={minutes}
        options={MINUTES.map((value) => ({
          value,
          label:
            value < 60
              ? t('more.ack.in-minutes', '{{count}} min', { count: value })
              : t('more.ack.in-hours', '{{count}} h', { count: value / 60 }),
        }))}
        onChange={setMinutes}
      />
    </Field>
  );
}
