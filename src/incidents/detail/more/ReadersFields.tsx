import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Field, TextArea } from '@grafana/ui';
import { isEqual } from 'lodash';

import { type FieldsProps } from './verbs';

/** Logins have neither commas nor line ends. */
const BETWEEN = /[,\n]+/;

export function ReadersFields({ detail: { incident }, onChange }: FieldsProps) {
  const before = incident.readers ?? [];
  const [text, setText] = useState(before.join(', '));
  const change = (next: string) => {
    setText(next);
    const readers = next
      .split(BETWEEN)
      .map((login) => login.trim())
      .filter(Boolean);
    onChange(isEqual(readers, before) ? undefined : { verb: 'readers', body: { readers } });
  };
  return (
    <Field
      label={t('more.readers.logins', 'Logins of those who may read it')}
      description={t(
        'more.readers.hint',
        'Separated by commas. You and Admins always may. Empty: everybody in this organisation may read it.'
      )}
    >
      <TextArea id="more-readers" rows={3} value={text} onChange={(event) => change(event.currentTarget.value)} />
    </Field>
  );
}
