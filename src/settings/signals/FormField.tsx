import React, { createContext, useContext } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Field, type FieldProps, Input, TextArea, useStyles2 } from '@grafana/ui';
import { get } from 'lodash';
import { type Path, useFormContext } from 'react-hook-form';

import { type SignalFormValues } from './formValues';
import { type Problems } from './problems';

/** What the backend found, for the fields of the form. */
export const ProblemsContext = createContext<Problems>(new Map());

export type FieldName = Path<SignalFormValues>;

/** The id of the control of a field, for its label. */
export const controlId = (name: string) => `signal-${name}`;

/** What is wrong with a field: with its shape, else what the backend found. */
export function useFieldProblem(name: string): string | undefined {
  const { formState } = useFormContext<SignalFormValues>();
  const problems = useContext(ProblemsContext);
  const found: unknown = get(formState.errors, name);
  const message = typeof found === 'object' && found !== null && 'message' in found ? found.message : undefined;
  return typeof message === 'string' && message !== '' ? message : problems.get(name);
}

interface Props {
  name: string;
  label: string;
  description?: string;
  children: FieldProps['children'];
}

export function FormField({ name, label, description, children }: Props) {
  const problem = useFieldProblem(name);
  return (
    <Field
      label={label}
      description={description}
      htmlFor={controlId(name)}
      invalid={problem !== undefined}
      error={problem}
      noMargin
    >
      {children}
    </Field>
  );
}

interface TextProps extends Omit<Props, 'children' | 'name'> {
  name: FieldName;
  disabled?: boolean;
  placeholder?: string;
}

export function TextField({ name, label, description, disabled, placeholder }: TextProps) {
  const { register } = useFormContext<SignalFormValues>();
  return (
    <FormField name={name} label={label} description={description}>
      <Input id={controlId(name)} disabled={disabled} placeholder={placeholder} {...register(name)} />
    </FormField>
  );
}

/** A query or a JSON text: several lines, all characters equally wide. */
export function CodeField({ name, label, description, placeholder, rows = 3 }: TextProps & { rows?: number }) {
  const { register } = useFormContext<SignalFormValues>();
  const styles = useStyles2(getStyles);
  // Unlike an Input, a TextArea does not say by itself that it is wrong.
  const invalid = useFieldProblem(name) !== undefined;
  return (
    <FormField name={name} label={label} description={description}>
      <TextArea
        id={controlId(name)}
        className={styles.code}
        rows={rows}
        spellCheck={false}
        aria-invalid={invalid}
        placeholder={placeholder}
        {...register(name)}
      />
    </FormField>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  code: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: theme.typography.bodySmall.fontSize }),
});
