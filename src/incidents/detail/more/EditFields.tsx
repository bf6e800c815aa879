import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Field, Input, TextArea } from '@grafana/ui';

import { type FieldsProps } from './verbs';

export function EditFields({ detail: { incident }, onChange }: FieldsProps) {
  const [title, setTitle] = useState(incident.title);
  const [summary, setSummary] = useState(incident.summary ?? '');
  const change = (nextTitle: string, nextSummary: string) => {
    setTitle(nextTitle);
    setSummary(nextSummary);
    const changed = nextTitle.trim() !== incident.title || nextSummary !== (incident.summary ?? '');
    const ready = changed && nextTitle.trim() !== '';
    onChange(ready ? { verb: 'edit', body: { title: nextTitle.trim(), summary: nextSummary } } : undefined);
  };
  return (
    <>
      <Field label={t('more.edit.title', 'Title')}>
        <Input
          id="more-title"
          value={title}
          maxLength={300}
          onChange={(event) => change(event.currentTarget.value, summary)}
        />
      </Field>
      <Field label={t('more.edit.summary', 'Summary')} description={t('more.edit.hint', 'Markdown')}>
        <TextArea
          id="more-summary"
          rows={5}
          value={summary}
          maxLength={10000}
          onChange={(event) => change(title, event.currentTarget.value)}
        />
      </Field>
    </>
  );
}
