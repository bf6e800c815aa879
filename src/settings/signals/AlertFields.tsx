import React from 'react';
import { t } from '@grafana/i18n';
import { RadioButtonGroup, Switch } from '@grafana/ui';
import { Controller, useFormContext, useWatch } from 'react-hook-form';

import { SEVERITIES } from '../../api/types';
import { EXAMPLES } from './examples';
import { CodeField, controlId, FormField, TextField } from './FormField';
import { FieldGrid, FormSection } from './FormSection';
import { ENTITIES, type EntityName } from './formText';
import { type SignalFormValues } from './formValues';

const COMPARISONS = ['>', '>=', '<', '<=', '==', '!='];

export function AlertFields() {
  const { control } = useFormContext<SignalFormValues>();
  const on = useWatch({ control, name: 'alert.on' });
  return (
    <FormSection
      title={t('signal-form.alert', 'Alert')}
      actions={
        <Controller
          name="alert.on"
          control={control}
          render={({ field: { value, onChange } }) => (
            // Its label property would name an empty label element, which axe refuses.
            <Switch
              id={controlId('alert.on')}
              aria-label={t('signal-form.alert-on', 'It has an alert')}
              value={value}
              onChange={(event) => onChange(event.currentTarget.checked)}
            />
          )}
        />
      }
    >
      {on && <Fields />}
    </FormSection>
  );
}

function Fields() {
  return (
    <>
      <CodeField
        name="alert.query"
        label={t('signal-form.alert-query', 'PromQL of the condition')}
        description={t('signal-form.alert-query-why', 'Without template variables; $__window stands for the window')}
      />
      <FieldGrid>
        <Choice name="alert.op" label={t('signal-form.op', 'Comparison')} options={COMPARISONS} />
        <TextField
          name="alert.value"
          label={t('signal-form.threshold', 'Threshold')}
          description={t('signal-form.threshold-why', 'Empty: every row of the query fires')}
        />
        <TextField name="alert.window" label={t('signal-form.window', 'Window')} placeholder={EXAMPLES.duration} />
        <TextField name="alert.for" label={t('signal-form.for', 'For')} placeholder={EXAMPLES.duration} />
        <Choice name="alert.severity" label={t('signal-form.severity', 'Severity')} options={SEVERITIES} />
        <TextField name="alert.source" label={t('signal-form.exporter', 'Exporter')} />
        <TextField
          name="alert.name"
          label={t('signal-form.alertname', 'Name of the alert')}
          placeholder={EXAMPLES.alert}
        />
        <TextField name="alert.runbook" label={t('signal-form.runbook', 'Runbook')} placeholder={EXAMPLES.runbook} />
      </FieldGrid>
      <TextField name="alert.summary" label={t('signal-form.summary', 'Summary')} placeholder={EXAMPLES.summary} />
      <FieldGrid>
        {ENTITIES.map((name) => (
          <TextField key={name} name={`alert.${name}`} label={entityLabel(name)} />
        ))}
      </FieldGrid>
      <CodeField
        name="alert.more"
        rows={4}
        label={t('signal-form.more', 'Levels, alternatives and condition on logs, in JSON')}
        description={t('signal-form.more-why', 'levels, alternatives, elasticsearch, note; may stay empty')}
      />
    </>
  );
}

function entityLabel(name: EntityName): string {
  switch (name) {
    case 'cluster':
      return t('signal-form.entity.cluster', 'Label with the cluster');
    case 'namespace':
      return t('signal-form.entity.namespace', 'Label with the namespace');
    case 'service':
      return t('signal-form.entity.service', 'Label with the service');
    case 'node':
      return t('signal-form.entity.node', 'Label with the node');
    case 'pod':
      return t('signal-form.entity.pod', 'Label with the pod');
  }
}

interface ChoiceProps {
  name: 'alert.op' | 'alert.severity';
  label: string;
  options: readonly string[];
}

function Choice({ name, label, options }: ChoiceProps) {
  const { control } = useFormContext<SignalFormValues>();
  return (
    <FormField name={name} label={label}>
      <Controller
        name={name}
        control={control}
        render={({ field: { value, onChange } }) => (
          <RadioButtonGroup
            id={controlId(name)}
            aria-label={label}
            size="sm"
            options={options.map((option) => ({ value: option, label: option }))}
            value={value}
            onChange={onChange}
          />
        )}
      />
    </FormField>
  );
}
