import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Field, RadioButtonGroup, TextArea } from '@grafana/ui';

import { SEVERITIES, type Severity } from '../../../api/types';
import { type FieldsProps } from './verbs';

export function SeverityFields({ detail, onChange }: FieldsProps) {
  const { severity: from } = detail.incident;
  const [to, setTo] = useState<Severity>();
  const [reason, setReason] = useState('');
  const change = (severity: Severity | undefined, why: string) => {
    setTo(severity);
    setReason(why);
    const lower = severity !== undefined && severity > from;
    const ready = severity !== undefined && !(lower && !why.trim());
    onChange(ready ? { verb: 'severity', body: { to: severity, reason: why.trim() || undefined } } : undefined);
  };
  return (
    <>
      <Field label={t('more.severity.to', 'It is a')}>
        <RadioButtonGroup
          value={to}
          options={SEVERITIES.filter((value) => value !== from).map((value) => ({ value, label: value }))}
          onChange={(value) => change(value, reason)}
        />
      </Field>
      <Field
        label={t('more.severity.reason', 'Reason')}
        description={t('more.severity.hint', 'Needed when it is less severe than it looked')}
      >
        <TextArea
          id="more-severity"
          value={reason}
          maxLength={2000}
          onChange={(event) => change(to, event.currentTarget.value)}
        />
      </Field>
    </>
  );
}
