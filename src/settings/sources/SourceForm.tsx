import React from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@grafana/i18n';
import { Button, Field, Input, RadioButtonGroup, Stack } from '@grafana/ui';
import { Controller, FormProvider, useForm, useWatch } from 'react-hook-form';

import { type ApiError } from '../../api/ApiError';
import { type SourceKind } from '../../api/types';
import { QueryError } from '../../ui/QueryError';
import { MappingFields } from './MappingFields';
import { type SourceFormValues, sourceSchema } from './sourceSchema';

interface Props {
  initial: SourceFormValues;
  /** The kind of a source cannot be changed afterwards. */
  kindFixed: boolean;
  submitText: string;
  busy: boolean;
  error: ApiError | null;
  onSubmit: (values: SourceFormValues) => void;
  onCancel: () => void;
}

export function SourceForm({ initial, kindFixed, submitText, busy, error, onSubmit, onCancel }: Props) {
  const form = useForm<SourceFormValues>({ resolver: zodResolver(sourceSchema()), defaultValues: initial });
  const { register, control, handleSubmit, formState } = form;
  const kind = useWatch({ control, name: 'kind' });
  const { errors } = formState;
  return (
    <form onSubmit={handleSubmit(onSubmit)}>
      <Field label={t('source-form.name', 'Name')} invalid={errors.name !== undefined} error={errors.name?.message}>
        <Input id="source-name" width={40} {...register('name')} />
      </Field>
      {!kindFixed && (
        <Field label={t('source-form.kind', 'Sender')} useFieldset>
          <Controller
            name="kind"
            control={control}
            render={({ field: { value, onChange } }) => (
              <RadioButtonGroup options={kinds()} value={value} onChange={onChange} />
            )}
          />
        </Field>
      )}
      <Field
        label={t('source-form.group-by', 'One incident per')}
        description={t(
          'source-form.group-by-hint',
          'Label names, separated by commas; alerts whose values are equal belong to one incident'
        )}
        invalid={errors.groupBy !== undefined}
        error={errors.groupBy?.message}
      >
        <Input id="source-group-by" width={40} {...register('groupBy')} />
      </Field>
      {kind === 'json' && (
        <FormProvider {...form}>
          <MappingFields />
        </FormProvider>
      )}
      {error && <QueryError title={t('source-form.failed', 'The source was not saved')} error={error} />}
      <Stack gap={1}>
        <Button type="submit" icon={busy ? 'spinner' : undefined} disabled={busy}>
          {submitText}
        </Button>
        <Button type="button" variant="secondary" onClick={onCancel}>
          {t('source-form.cancel', 'Cancel')}
        </Button>
      </Stack>
    </form>
  );
}

function kinds(): Array<{ value: SourceKind; label: string }> {
  return [
    { value: 'alertmanager', label: kindName('alertmanager') },
    { value: 'grafana', label: kindName('grafana') },
    { value: 'pagerduty', label: kindName('pagerduty') },
    { value: 'json', label: kindName('json') },
    { value: 'heartbeat', label: kindName('heartbeat') },
  ];
}

export function kindName(kind: SourceKind): string {
  switch (kind) {
    case 'grafana':
      return t('source.kind.grafana', 'Grafana Alerting');
    case 'pagerduty':
      return t('source.kind.pagerduty', 'PagerDuty Events API v2');
    case 'json':
      return t('source.kind.json', 'JSON');
    case 'heartbeat':
      return t('source.kind.heartbeat', 'Heartbeat');
    case 'alertmanager':
      return t('source.kind.alertmanager', 'Alertmanager');
  }
}
