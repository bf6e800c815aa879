import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Field, RadioButtonGroup } from '@grafana/ui';

import { type IncidentStatus } from '../../../api/types';
import { statusName } from '../../../ui/status';
import { type FieldsProps } from './verbs';

export function StatusFields({ detail, onChange }: FieldsProps) {
  const [to, setTo] = useState<IncidentStatus>();
  const change = (status: IncidentStatus) => {
    setTo(status);
    onChange({ verb: 'status', body: { to: status } });
  };
  return (
    <Field label={t('more.status.to', 'From now on it is')}>
      <RadioButtonGroup
        value={to}
        options={detail.statuses.map((value) => ({ value, label: statusName(value) }))}
        onChange={change}
      />
    </Field>
  );
}
