import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, Input, RadioButtonGroup, Stack, TextArea, useStyles2 } from '@grafana/ui';

import { type ApiError } from '../../api/ApiError';
import { usePlanMaintenance, usePreviewMaintenance } from '../../api/quiet';
import { type MaintenanceInput } from '../../api/types';
import { QueryError } from '../../ui/QueryError';
import { useTakesFocus } from '../useTakesFocus';
import { PreviewBox } from './PreviewBox';
import { effectText } from './text';
import { emptyWindow, toInput, type WindowValues } from './values';

const RULE_EXAMPLE = 'FREQ=WEEKLY;BYDAY=SU';

/** The backend checks; what it finds is shown at its field. */
export function WindowForm({ onClose }: { onClose: () => void }) {
  const styles = useStyles2(getStyles);
  const form = useTakesFocus();
  const [values, setValues] = useState(() => emptyWindow(Date.now()));
  const plan = usePlanMaintenance();
  const preview = usePreviewMaintenance();
  const error = plan.error ?? preview.error;
  const change = (part: Partial<WindowValues>) => {
    setValues({ ...values, ...part });
    preview.reset();
    plan.reset();
  };
  const submit = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    plan.mutate(toInput(values), { onSuccess: onClose });
  };
  const busy = plan.isPending || preview.isPending;
  return (
    <form ref={form} className={styles} onSubmit={submit}>
      <Text
        name="name"
        label={t('maintenance.form.name', 'What is done')}
        value={values.name}
        error={error}
        onChange={(name) => change({ name })}
      />
      <Field
        label={t('maintenance.form.matchers', 'Alerts that it is about')}
        description={t(
          'maintenance.form.matchers-hint',
          'One per line; all must hold. service=cart, node!=a, alertname=~"Pod.*"'
        )}
        {...at(error, 'matchers')}
      >
        <TextArea
          id="window-matchers"
          rows={3}
          value={values.matchers}
          onChange={(e) => change({ matchers: e.currentTarget.value })}
        />
      </Field>
      <Stack gap={2} wrap="wrap">
        <Text
          name="startsAt"
          type="datetime-local"
          label={t('maintenance.form.start', 'Start, your time')}
          value={values.startsAt}
          error={error}
          onChange={(startsAt) => change({ startsAt })}
        />
        <Text
          name="endsAt"
          type="datetime-local"
          label={t('maintenance.form.end', 'End, your time')}
          value={values.endsAt}
          error={error}
          onChange={(endsAt) => change({ endsAt })}
        />
      </Stack>
      <Stack gap={2} wrap="wrap">
        <Text
          name="recurrence"
          label={t('maintenance.form.recurrence', 'Again (RRULE; empty for once)')}
          placeholder={RULE_EXAMPLE}
          value={values.recurrence}
          error={error}
          onChange={(recurrence) => change({ recurrence })}
        />
        <Text
          name="timeZone"
          label={t('maintenance.form.zone', 'By the clocks of')}
          value={values.timeZone}
          error={error}
          onChange={(timeZone) => change({ timeZone })}
        />
      </Stack>
      <Field label={t('maintenance.form.effect', 'Effect')} useFieldset>
        <RadioButtonGroup<MaintenanceInput['effect']>
          options={(['suppress', 'quiet'] as const).map((value) => ({ value, label: effectText(value) }))}
          value={values.effect}
          onChange={(effect) => change({ effect })}
        />
      </Field>
      {error && (
        <QueryError title={t('maintenance.form.failed', 'The window cannot be planned like this')} error={error} />
      )}
      {preview.data && <PreviewBox preview={preview.data} />}
      <Stack gap={1} wrap="wrap">
        <Button
          type="button"
          variant="secondary"
          icon="eye"
          disabled={busy}
          onClick={() => preview.mutate(toInput(values))}
        >
          {t('maintenance.form.preview', 'Preview')}
        </Button>
        <Button type="submit" disabled={busy}>
          {t('maintenance.form.save', 'Plan')}
        </Button>
        <Button type="button" variant="secondary" fill="text" onClick={onClose}>
          {t('maintenance.form.close', 'Close')}
        </Button>
      </Stack>
    </form>
  );
}

interface TextProps {
  name: string;
  label: string;
  value: string;
  error: ApiError | null;
  type?: string;
  placeholder?: string;
  onChange: (value: string) => void;
}

function Text({ name, label, value, error, type, placeholder, onChange }: TextProps) {
  return (
    <Field label={label} {...at(error, name)}>
      <Input
        id={`window-${name}`}
        width={40}
        type={type}
        placeholder={placeholder}
        value={value}
        onChange={(e) => onChange(e.currentTarget.value)}
      />
    </Field>
  );
}

function at(error: ApiError | null, field: string) {
  const here = error?.field?.startsWith(field) ?? false;
  return { invalid: here, error: here ? error?.message : undefined };
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    margin: theme.spacing(1, 0, 2),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  });
