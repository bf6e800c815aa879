import React from 'react';
import { t } from '@grafana/i18n';
import { Field, TextArea } from '@grafana/ui';

import { type FieldsProps } from './verbs';

export function DeclineFields({ onChange }: FieldsProps) {
  const change = (reason: string) => onChange(reason ? { verb: 'decline', body: { reason } } : undefined);
  return (
    <Field
      label={t('more.decline.reason', 'Why it is no incident')}
      description={t('more.decline.hint', 'Further alerts of its group open a new incident')}
    >
      <TextArea id="more-decline" maxLength={2000} onChange={(event) => change(event.currentTarget.value.trim())} />
    </Field>
  );
}
