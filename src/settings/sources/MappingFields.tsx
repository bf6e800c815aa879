import React from 'react';
import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { Field, Input, useStyles2 } from '@grafana/ui';
import { useFormContext } from 'react-hook-form';

import { EXAMPLES, FIRST_FIELDS, MAPPING_FIELDS, type MappingField } from './mapping';
import { type SourceFormValues } from './sourceSchema';
import { TryMapping } from './TryMapping';

/** How a sender's own JSON is read: one expression per field of an alert. */
export function MappingFields() {
  const rest = MAPPING_FIELDS.filter((field) => !FIRST_FIELDS.includes(field));
  return (
    <>
      <p>
        {t(
          'mapping.intro',
          'Each field is an expression in CEL. body is what the sender posts, alert one alert of it, index its place. What is left empty is computed or missing.'
        )}
      </p>
      {FIRST_FIELDS.map((field) => (
        <Expression key={field} field={field} />
      ))}
      <details>
        <summary>{t('mapping.more', 'Texts, times, values and links')}</summary>
        {rest.map((field) => (
          <Expression key={field} field={field} />
        ))}
      </details>
      <TryMapping />
    </>
  );
}

function Expression({ field }: { field: MappingField }) {
  const styles = useStyles2(getStyles);
  const { register, formState } = useFormContext<SourceFormValues>();
  const error = formState.errors.mapping?.[field];
  return (
    <Field label={label(field)} description={hint(field)} invalid={error !== undefined} error={error?.message}>
      <Input
        id={`mapping-${field}`}
        className={styles.code}
        placeholder={EXAMPLES[field]}
        spellCheck={false}
        {...register(`mapping.${field}`)}
      />
    </Field>
  );
}

function label(field: MappingField): string {
  switch (field) {
    case 'alerts':
      return t('mapping.alerts', 'List of alerts');
    case 'labels':
      return t('mapping.labels', 'Labels');
    case 'status':
      return t('mapping.status', 'Status');
    case 'fingerprint':
      return t('mapping.fingerprint', 'Fingerprint');
    case 'annotations':
      return t('mapping.annotations', 'Annotations');
    case 'startsAt':
      return t('mapping.starts-at', 'Start');
    case 'endsAt':
      return t('mapping.ends-at', 'End');
    case 'values':
      return t('mapping.values', 'Values');
    case 'link':
      return t('mapping.link', 'Link to the alert');
    case 'dashboard':
      return t('mapping.dashboard', 'Link to a dashboard');
    case 'runbook':
      return t('mapping.runbook', 'Link to a runbook');
  }
}

function hint(field: MappingField): string | undefined {
  switch (field) {
    case 'alerts':
      return t('mapping.alerts-hint', 'Empty when the body itself is the list, or one alert');
    case 'labels':
      return t('mapping.labels-hint', 'An object of texts; alertname, service, namespace and severity are used most');
    case 'status':
      return t('mapping.status-hint', '"firing" or "resolved", or true while it fires; firing when empty');
    case 'fingerprint':
      return t('mapping.fingerprint-hint', 'What tells alerts apart; computed from the labels when empty');
    case 'startsAt':
      return t('mapping.time-hint', 'A time as text, or seconds or milliseconds since 1970');
    default:
      return undefined;
  }
}

const getStyles = () => ({ code: css({ input: { fontFamily: 'monospace' } }) });
