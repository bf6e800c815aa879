import React from 'react';
import { Field, SecretInput } from '@grafana/ui';

interface Props {
  id: string;
  label: string;
  description?: string;
  /** Undefined as long as nobody touched it. */
  value: string | undefined;
  /** Grafana has one and does not give it back. */
  configured: boolean;
  invalid: boolean;
  error?: string;
  onChange: (value: string) => void;
}

/** Write-only: what is set is shown as configured, and can only be replaced. */
export function SecretField({ id, label, description, value, configured, invalid, error, onChange }: Props) {
  return (
    <Field noMargin label={label} description={description} invalid={invalid} error={error} htmlFor={id}>
      <SecretInput
        id={id}
        autoComplete="off"
        value={value ?? ''}
        isConfigured={configured && value === undefined}
        onReset={() => onChange('')}
        onChange={(e) => onChange(e.currentTarget.value)}
      />
    </Field>
  );
}
