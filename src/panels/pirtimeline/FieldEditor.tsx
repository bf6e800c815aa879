import React from 'react';
import { type StandardEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox } from '@grafana/ui';

/** The name of a field. Those of the answer are offered; others can be typed, as the answer may be empty now. */
export function FieldEditor({ value, onChange, context, id }: StandardEditorProps<string>) {
  const names = [...new Set((context.data ?? []).flatMap(({ fields }) => fields.map(({ name }) => name)))];
  return (
    <Combobox
      id={id}
      options={names.map((name) => ({ value: name }))}
      value={value || null}
      onChange={(chosen) => onChange(chosen?.value ?? '')}
      placeholder={t('timeline-panel.guessed', 'Guessed')}
      createCustomValue
      isClearable
    />
  );
}
