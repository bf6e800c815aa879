import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, FieldSet, Input, RadioButtonGroup, SecretInput, useStyles2 } from '@grafana/ui';

import { type SecretName, type StrataJsonData } from './jsonData';
import { type ConfigForm as Values } from './saveSettings';

interface Props {
  jsonData?: StrataJsonData;
  /** Which secrets are set. */
  configured?: Record<string, boolean>;
  busy: boolean;
  onSave: (values: Values) => void;
}

const DSN_FORM = 'postgres://user:password@host:5432/strata?sslmode=verify-full';

export function ConfigForm({ jsonData, configured, busy, onSave }: Props) {
  const styles = useStyles2(getStyles);
  const [values, setValues] = useState<Values>({
    store: jsonData?.store === 'postgres' ? 'postgres' : 'sqlite',
    path: jsonData?.path ?? '',
    secrets: {},
  });
  const setSecret = (name: SecretName, value: string) =>
    setValues((current) => ({ ...current, secrets: { ...current.secrets, [name]: value } }));
  const secret = (name: SecretName) => ({
    value: values.secrets[name] ?? '',
    isConfigured: Boolean(configured?.[name]) && values.secrets[name] === undefined,
    onReset: () => setSecret(name, ''),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setSecret(name, event.target.value),
  });
  const submit = (event: React.SyntheticEvent) => {
    event.preventDefault();
    onSave(values);
  };
  return (
    <form className={styles} onSubmit={submit}>
      <FieldSet label={t('config.store', 'Store')}>
        <Field label={t('config.kind', 'Where incidents are kept')} useFieldset>
          <RadioButtonGroup
            options={[
              { value: 'sqlite' as const, label: t('config.sqlite', 'SQLite file') },
              { value: 'postgres' as const, label: t('config.postgres', 'PostgreSQL') },
            ]}
            value={values.store}
            onChange={(store) => setValues({ ...values, store })}
          />
        </Field>
        {values.store === 'sqlite' ? (
          <Field
            label={t('config.path', 'File')}
            description={t(
              'config.path-hint',
              'Empty: strata.db in the data folder of Grafana. For one Grafana only; several replicas need PostgreSQL.'
            )}
          >
            <Input
              id="config-path"
              value={values.path}
              onChange={(event) => setValues({ ...values, path: event.currentTarget.value })}
            />
          </Field>
        ) : (
          <Field label={t('config.dsn', 'Connection string')} description={DSN_FORM}>
            <SecretInput id="config-dsn" {...secret('dsn')} />
          </Field>
        )}
      </FieldSet>
      <FieldSet label={t('config.grafana', 'Access to Grafana')}>
        <Field
          label={t('config.token', 'Service account token')}
          description={t(
            'config.token-hint',
            'Lets the backend ask data sources by itself. Not needed where Grafana gives plugins a service account of their own.'
          )}
        >
          <SecretInput id="config-token" {...secret('serviceAccountToken')} />
        </Field>
      </FieldSet>
      <Button type="submit" icon={busy ? 'spinner' : undefined} disabled={busy}>
        {t('config.save', 'Save')}
      </Button>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => css({ maxWidth: theme.spacing(60) });
