import React from 'react';
import { css } from '@emotion/css';
import { zodResolver } from '@hookform/resolvers/zod';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Checkbox, Combobox, Field, Input, Stack, TextArea, useStyles2 } from '@grafana/ui';
import { Controller, useForm, useWatch } from 'react-hook-form';

import { type ApiError } from '../../api/ApiError';
import { type ActionInput } from '../../api/actionItems';
import { useReviewOptions } from '../../api/reviews';
import { ChangeError } from '../../ui/ChangeError';
import { ACTION_STATES, actionStateName, PRIORITIES, priorityName } from '../names';
import { actionOf, actionSchema, type ActionValues, valuesOf } from './actionSchema';

interface Props {
  /** Part of the ids of the fields; unique on the page. */
  id: string;
  action: ActionInput;
  isNew: boolean;
  busy: boolean;
  error: ApiError | null;
  onSubmit: (action: ActionInput) => void;
  onCancel: () => void;
}

export function ActionForm({ id, action, isNew, busy, error, onSubmit, onCancel }: Props) {
  const styles = useStyles2(getStyles);
  const options = useReviewOptions();
  const { register, control, handleSubmit, formState } = useForm<ActionValues>({
    resolver: zodResolver(actionSchema()),
    defaultValues: valuesOf(action),
  });
  const { errors } = formState;
  const state = useWatch({ control, name: 'state' });
  const types = (options.data?.actionTypes ?? []).flatMap(({ id: type, title, help }) =>
    isType(type) ? [{ value: type, label: title, description: help }] : []
  );
  return (
    <form className={styles.form} onSubmit={handleSubmit((values) => onSubmit(actionOf(values, action)))}>
      <Field
        noMargin
        label={t('review.action.title', 'What changes in the system')}
        invalid={errors.title !== undefined}
        error={errors.title?.message}
      >
        <Input id={`${id}-title`} {...register('title')} />
      </Field>
      <div className={styles.grid}>
        <Field noMargin htmlFor={`${id}-type`} label={t('review.action.type', 'Type')}>
          <Controller
            name="type"
            control={control}
            render={({ field: { value, onChange } }) => (
              <Combobox
                id={`${id}-type`}
                options={types.length > 0 ? types : [{ value }]}
                value={value}
                onChange={(option) => onChange(option.value)}
              />
            )}
          />
        </Field>
        <Field noMargin htmlFor={`${id}-priority`} label={t('review.action.priority', 'Priority')}>
          <Controller
            name="priority"
            control={control}
            render={({ field: { value, onChange } }) => (
              <Combobox
                id={`${id}-priority`}
                options={PRIORITIES.map((one) => ({ value: one, label: priorityName(one) }))}
                value={value}
                onChange={(option) => onChange(option.value)}
              />
            )}
          />
        </Field>
        <Field noMargin label={t('review.action.owner', 'Owner (login)')}>
          <Input id={`${id}-owner`} {...register('owner')} />
        </Field>
        <Field noMargin label={t('review.action.team', 'Team')}>
          <Input id={`${id}-team`} {...register('team')} />
        </Field>
        <Field noMargin label={t('review.action.due', 'Due')}>
          <Input id={`${id}-due`} type="date" {...register('due')} />
        </Field>
        <Field
          noMargin
          label={t('review.action.ticket', 'Ticket (address)')}
          invalid={errors.ticket !== undefined}
          error={errors.ticket?.message}
        >
          <Input id={`${id}-ticket`} {...register('ticket')} />
        </Field>
      </div>
      <Field
        noMargin
        label={t('review.action.verification', 'How one will know that it works')}
        invalid={errors.verification !== undefined}
        error={errors.verification?.message}
      >
        <TextArea id={`${id}-verification`} rows={2} {...register('verification')} />
      </Field>
      {/* By itself it would be stretched, and its box stand far from its words. */}
      <div>
        <Checkbox
          id={`${id}-must`}
          label={t('review.action.must', 'Must be done')}
          description={t(
            'review.action.must-hint',
            'A P0 or P1 is not closed while such an action has no owner or no due date'
          )}
          {...register('must')}
        />
      </div>
      {!isNew && (
        <Field noMargin htmlFor={`${id}-state`} label={t('review.action.state', 'State')}>
          <Controller
            name="state"
            control={control}
            render={({ field: { value, onChange } }) => (
              <Combobox
                id={`${id}-state`}
                width={24}
                options={ACTION_STATES.map((one) => ({ value: one, label: actionStateName(one) }))}
                value={value}
                onChange={(option) => onChange(option.value)}
              />
            )}
          />
        </Field>
      )}
      {state === 'dropped' && (
        <Field
          noMargin
          label={t('review.action.reason', 'Why nobody does it')}
          invalid={errors.reason !== undefined}
          error={errors.reason?.message}
        >
          <Input id={`${id}-reason`} {...register('reason')} />
        </Field>
      )}
      {error && <ChangeError title={t('review.action.failed', 'The action was not saved')} error={error} />}
      <Stack gap={1}>
        <Button type="submit" size="sm" icon={busy ? 'spinner' : undefined} disabled={busy}>
          {isNew ? t('review.action.add', 'Add action') : t('review.action.save', 'Save action')}
        </Button>
        <Button type="button" size="sm" variant="secondary" onClick={onCancel}>
          {t('review.cancel', 'Cancel')}
        </Button>
      </Stack>
    </form>
  );
}

function isType(id: string): id is ActionInput['type'] {
  return ['prevent', 'detect', 'mitigate', 'process', 'document'].includes(id);
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) }),
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 200px), 1fr))',
    gap: theme.spacing(1.5),
  }),
});
