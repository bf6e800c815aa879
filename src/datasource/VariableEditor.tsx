import React from 'react';
import { t } from '@grafana/i18n';
import { Combobox, Field } from '@grafana/ui';

import { type VariableEditorProps } from './lazy';
import { type VariableKind } from './types';

/** What the values of a variable are. */
export function VariableEditor({ query, onChange }: VariableEditorProps) {
  const options: Array<{ value: VariableKind; label: string }> = [
    { value: 'services', label: t('datasource.services', 'Services with incidents in the time range') },
    { value: 'incidents', label: t('datasource.incidents', 'Incidents of the time range') },
    { value: 'severities', label: t('datasource.severities', 'Severities') },
    { value: 'layers', label: t('datasource.layers', 'Layers') },
  ];
  return (
    <Field label={t('datasource.values', 'Values')} htmlFor="strata-variable-kind">
      <Combobox
        id="strata-variable-kind"
        width={50}
        options={options}
        value={query.kind ?? 'services'}
        onChange={({ value: kind }) => onChange({ refId: 'variable', kind })}
      />
    </Field>
  );
}
