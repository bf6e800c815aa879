import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Checkbox, Stack, Text } from '@grafana/ui';

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
    <div role="group" aria-label={t('more.split.alerts', 'Alerts that get an incident of their own')}>
      <Stack direction="column" alignItems="flex-start" gap={1}>
        <Text element="p">
          {t('more.split.alerts', 'Alerts that get an incident of their own')}
          {'; '}
          {t('more.split.hint', 'at least one has to stay')}
        </Text>
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
    </div>
  );
}
