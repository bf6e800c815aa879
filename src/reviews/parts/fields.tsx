import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, Input, TextArea, useStyles2 } from '@grafana/ui';
import { get, useFieldArray, useFormContext } from 'react-hook-form';

interface FieldProps {
  name: string;
  label: string;
  hint?: string;
  rows?: number;
  type?: 'text' | 'number' | 'date' | 'datetime-local';
}

/** A field of the part that is being edited; with rows a longer text. */
export function TextField({ name, label, hint, rows, type }: FieldProps) {
  const { register, formState } = useFormContext<Record<string, string>>();
  const found: unknown = get(formState.errors, `${name}.message`);
  const error = typeof found === 'string' ? found : undefined;
  const id = `review-${name.replaceAll('.', '-')}`;
  return (
    <Field noMargin label={label} description={hint} invalid={error !== undefined} error={error}>
      {rows ? (
        <TextArea id={id} rows={rows} {...register(name)} />
      ) : (
        <Input id={id} type={type} step={type === 'datetime-local' ? 1 : 'any'} {...register(name)} />
      )}
    </Field>
  );
}

interface SentencesProps {
  name: 'well' | 'poorly' | 'lucky';
  label: string;
  add: string;
}

/** Single sentences, one field each. */
export function Sentences({ name, label, add }: SentencesProps) {
  const styles = useStyles2(getStyles);
  const { control, register } = useFormContext<Record<SentencesProps['name'], Array<{ text: string }>>>();
  const list = useFieldArray({ control, name });
  return (
    <fieldset className={styles.set}>
      <legend className={styles.legend}>{label}</legend>
      {list.fields.map((field, index) => (
        <div key={field.id} className={styles.row}>
          <Input
            aria-label={t('review.lesson.number', '{{label}} {{number}}', {
              label,
              number: index + 1,
              interpolation: { escapeValue: false },
            })}
            {...register(`${name}.${index}.text`)}
          />
          <Remove onClick={() => list.remove(index)} />
        </div>
      ))}
      <AddButton onClick={() => list.append({ text: '' })}>{add}</AddButton>
    </fieldset>
  );
}

export function Remove({ onClick }: { onClick: () => void }) {
  return (
    <Button
      type="button"
      size="sm"
      variant="secondary"
      fill="text"
      icon="trash-alt"
      aria-label={t('review.remove', 'Remove')}
      onClick={onClick}
    />
  );
}

export function AddButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <div>
      <Button type="button" size="sm" variant="secondary" icon="plus" onClick={onClick}>
        {children}
      </Button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  set: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  legend: css({ fontSize: theme.typography.bodySmall.fontSize, marginBottom: theme.spacing(0.5) }),
  row: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'center' }),
});
