import React from 'react';
import { css } from '@emotion/css';
import { zodResolver } from '@hookform/resolvers/zod';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, Input, RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';
import { Controller, useForm, useWatch } from 'react-hook-form';

import {
  type AlertPackRule,
  type OwnSignalRecord,
  SEVERITIES,
  type SignalAlert,
  type SignalSummary,
} from '../api/types';
import { placeOf, type RuleValues, valuesOf } from './ruleEdit';
import { RuleActions } from './RuleActions';
import { type RuleFormValues, ruleSchema } from './ruleSchema';
import { ruleUnit, withUnit } from './ruleText';
import { useRuleChange } from './useRuleChange';

interface Props {
  rule: AlertPackRule;
  signal: SignalSummary;
  alert: SignalAlert;
  record?: OwnSignalRecord;
  onClose: () => void;
}

export function RuleEditor({ rule, signal, alert, record, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const place = placeOf(alert, rule);
  const now = valuesOf(alert, place);
  const hasThreshold = now.value !== undefined;
  const change = useRuleChange(signal, record, onClose);
  const { register, control, handleSubmit, formState } = useForm<RuleFormValues>({
    resolver: zodResolver(ruleSchema(hasThreshold)),
    defaultValues: { value: hasThreshold ? String(now.value) : '', for: now.for, severity: now.severity },
  });
  const { errors } = formState;
  const typed = Number(useWatch({ control, name: 'value' }));
  const id = `rule-${rule.name}`;
  const save = (values: RuleFormValues) => change.save(alert, place, toValues(values, hasThreshold));
  return (
    <form
      className={styles}
      onSubmit={handleSubmit(save)}
      aria-label={t('alert-rules.form', 'Change {{name}}', { name: rule.name, interpolation: { escapeValue: false } })}
    >
      <Stack gap={2} wrap="wrap">
        <Field
          label={t('alert-rules.threshold', 'Threshold')}
          description={thresholdHint(hasThreshold, typed, ruleUnit(rule, signal))}
          invalid={errors.value !== undefined}
          error={errors.value?.message}
          htmlFor={`${id}-value`}
        >
          <Input id={`${id}-value`} width={20} inputMode="decimal" disabled={!hasThreshold} {...register('value')} />
        </Field>
        <Field
          label={t('alert-rules.for', 'For')}
          description={t('alert-rules.for-why', 'How long it must hold before the alert fires')}
          invalid={errors.for !== undefined}
          error={errors.for?.message}
          htmlFor={`${id}-for`}
        >
          <Input id={`${id}-for`} width={20} {...register('for')} />
        </Field>
        <Field label={t('alert-rules.severity', 'Severity')}>
          <Controller
            name="severity"
            control={control}
            render={({ field: { value, onChange } }) => (
              <RadioButtonGroup
                aria-label={t('alert-rules.severity', 'Severity')}
                options={SEVERITIES.map((severity) => ({ value: severity, label: severity }))}
                value={value}
                onChange={onChange}
              />
            )}
          />
        </Field>
      </Stack>
      <RuleActions signal={signal} record={record} change={change}>
        <Button type="submit" icon={change.isPending ? 'spinner' : undefined} disabled={change.isPending}>
          {t('alert-rules.save', 'Save')}
        </Button>
        <Button type="button" variant="secondary" onClick={onClose}>
          {t('alert-rules.cancel', 'Cancel')}
        </Button>
      </RuleActions>
    </form>
  );
}

function thresholdHint(hasThreshold: boolean, typed: number, unit: string): string {
  if (!hasThreshold) {
    return t('alert-rules.no-threshold', 'None: the condition is in the query itself');
  }
  return Number.isFinite(typed)
    ? t('alert-rules.means', 'That is {{value}}', {
        value: withUnit(typed, unit),
        interpolation: { escapeValue: false },
      })
    : t('alert-rules.in-unit', 'In the unit of the query');
}

function toValues({ value, ...others }: RuleFormValues, hasThreshold: boolean): RuleValues {
  return hasThreshold ? { ...others, value: Number(value) } : others;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    padding: theme.spacing(1),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  });
