import React from 'react';
import { type StandardEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox } from '@grafana/ui';

import { sourcesOf } from './sources';

/** The name of a field, label or key. Those of the answer are offered; others can be typed, as the answer may be empty now. */
export function FieldEditor({ value, onChange, context, id }: StandardEditorProps<string>) {
  const names = [...new Set(sourcesOf(context.data ?? []).flatMap((source) => source.names))];
  return (
    <Combobox
      id={id}
      options={names.map((name) => ({ value: name }))}
      value={value || null}
      onChange={(chosen) => onChange(chosen?.value ?? '')}
      placeholder={t('triage-panel.guessed', 'Guessed')}
      createCustomValue
      isClearable
    />
  );
}
