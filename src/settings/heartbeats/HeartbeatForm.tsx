import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, Input, RadioButtonGroup, Stack, TextArea, useStyles2 } from '@grafana/ui';

import { useAddHeartbeat } from '../../api/quiet';
import { useSources } from '../../api/sources';
import { type NewHeartbeat, SEVERITIES, type Severity } from '../../api/types';
import { QueryError } from '../../ui/QueryError';
import { useTakesFocus } from '../useTakesFocus';

interface Values {
  name: string;
  minutes: string;
  source: string;
  matchers: string;
  severity: Severity;
}

const SECONDS = 60;

export function HeartbeatForm({ onClose }: { onClose: () => void }) {
  const styles = useStyles2(getStyles);
  const form = useTakesFocus();
  const [values, setValues] = useState<Values>({ name: '', minutes: '5', source: '', matchers: '', severity: 'P1' });
  const { mutate, isPending, error } = useAddHeartbeat();
  const sources = (useSources().data ?? []).filter(({ kind }) => kind === 'heartbeat');
  const change = (part: Partial<Values>) => setValues({ ...values, ...part });
  const at = (field: string) => {
    const here = error?.field?.startsWith(field) ?? false;
    return { invalid: here, error: here ? error?.message : undefined };
  };
  const submit = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    mutate(toHeartbeat(values), { onSuccess: onClose });
  };
  return (
    <form ref={form} className={styles} onSubmit={submit}>
      <Field label={t('heartbeats.form.name', 'What has to be heard of')} {...at('name')}>
        <Input
          id="heartbeat-name"
          width={40}
          value={values.name}
          onChange={(e) => change({ name: e.currentTarget.value })}
        />
      </Field>
      <Field
        label={t('heartbeats.form.minutes', 'At least every so many minutes')}
        description={t('heartbeats.form.grace', 'It may be half of that late')}
        {...at('every')}
      >
        <Input
          id="heartbeat-minutes"
          width={20}
          type="number"
          min={1}
          value={values.minutes}
          onChange={(e) => change({ minutes: e.currentTarget.value })}
        />
      </Field>
      {sources.length > 0 && (
        <Field label={t('heartbeats.form.source', 'By calls of a source')} useFieldset {...at('source')}>
          <RadioButtonGroup
            options={[
              { value: '', label: t('heartbeats.form.no-source', 'None') },
              ...sources.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={values.source}
            onChange={(source) => change({ source })}
          />
        </Field>
      )}
      <Field
        label={t('heartbeats.form.matchers', 'By alerts that fire all the time')}
        description={t(
          'heartbeats.form.matchers-hint',
          'One matcher per line, such as alertname=Watchdog; these alerts open no incident'
        )}
        {...at('matchers')}
      >
        <TextArea
          id="heartbeat-matchers"
          rows={2}
          value={values.matchers}
          onChange={(e) => change({ matchers: e.currentTarget.value })}
        />
      </Field>
      <Field label={t('heartbeats.form.severity', 'Severity when it stays away')} useFieldset>
        <RadioButtonGroup
          options={SEVERITIES.map((value) => ({ value, label: value }))}
          value={values.severity}
          onChange={(severity) => change({ severity })}
        />
      </Field>
      {error && <QueryError title={t('heartbeats.form.failed', 'It was not saved')} error={error} />}
      <Stack gap={1}>
        <Button type="submit" disabled={isPending}>
          {t('heartbeats.form.save', 'Expect it')}
        </Button>
        <Button type="button" variant="secondary" fill="text" onClick={onClose}>
          {t('heartbeats.form.close', 'Close')}
        </Button>
      </Stack>
    </form>
  );
}

function toHeartbeat({ name, minutes, source, matchers, severity }: Values): NewHeartbeat {
  return {
    name: name.trim(),
    everySeconds: Math.round(Number(minutes) * SECONDS),
    severity,
    ...(source && { sourceId: source }),
    matchers: matchers
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  };
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    margin: theme.spacing(1, 0, 2),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  });
