import React from 'react';
import { t } from '@grafana/i18n';
import { Field, Input } from '@grafana/ui';

import { type FieldsProps } from './verbs';

export function MergeFields({ detail, onChange }: FieldsProps) {
  const change = (into: number) => {
    const ready = Number.isSafeInteger(into) && into > 0 && into !== detail.incident.number;
    onChange(ready ? { verb: 'merge', body: { into } } : undefined);
  };
  return (
    <Field
      label={t('more.merge.into', 'Number of the incident that stays')}
      description={t('more.merge.hint', 'The alerts of this one go there, now and later. It can be taken back.')}
    >
      <Input
        id="more-merge"
        type="number"
        min={1}
        width={16}
        prefix="#"
        onChange={(event) => change(event.currentTarget.valueAsNumber)}
      />
    </Field>
  );
}
