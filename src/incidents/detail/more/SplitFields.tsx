import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Checkbox, Field, Stack } from '@grafana/ui';

import { type AlertOccurrence } from '../../../api/types';
import { groupByIdentity } from '../identities';
import { type FieldsProps } from './verbs';

export function SplitFields({ detail, onChange }: FieldsProps) {
  const [chosen, setChosen] = useState<number[]>([]);
  const alerts = groupByIdentity(detail.alerts).map(({ latest }) => latest);
  const toggle = ({ id }: AlertOccurrence) => {
    const next = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
    setChosen(next);
    const ready = next.length > 0 && next.length < alerts.length;
    onChange(ready ? { verb: 'split', body: { occurrences: next } } : undefined);
  };
  return (
    <Field
      label={t('more.split.alerts', 'Alerts that get an incident of their own')}
      description={t('more.split.hint', 'At least one has to stay')}
    >
      <Stack direction="column" gap={1}>
        {alerts.map((alert) => (
          <Checkbox
            key={alert.id}
            label={alert.name}
            description={alert.summary ?? alert.service}
            value={chosen.includes(alert.id)}
            onChange={() => toggle(alert)}
          />
        ))}
      </Stack>
    </Field>
  );
}
