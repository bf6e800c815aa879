import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Combobox, type ComboboxOption, Field, useStyles2 } from '@grafana/ui';

import { move, without } from './team';

interface Props {
  id: string;
  label: string;
  description?: string;
  placeholder: string;
  names: string[];
  options: Array<ComboboxOption<string>>;
  /** Their order says something, so it can be changed. */
  ordered?: boolean;
  invalid: boolean;
  error?: string;
  onChange: (names: string[]) => void;
}

/** Names that are chosen or typed, one after another. */
export function NameList({
  id,
  label,
  description,
  placeholder,
  names,
  options,
  ordered = false,
  invalid,
  error,
  onChange,
}: Props) {
  const styles = useStyles2(getStyles);
  const labelOf = (name: string) => options.find(({ value }) => value === name)?.label ?? name;
  const add = (name: string) => {
    if (name.trim() !== '' && !names.includes(name.trim())) {
      onChange([...names, name.trim()]);
    }
  };
  return (
    <div>
      <Field noMargin label={label} description={description} htmlFor={id} invalid={invalid} error={error}>
        <Combobox
          id={id}
          placeholder={placeholder}
          createCustomValue
          options={options.filter(({ value }) => !names.includes(value))}
          value={null}
          onChange={({ value }) => add(value)}
        />
      </Field>
      {names.length > 0 && (
        <ol className={styles.list} aria-label={label}>
          {names.map((name, i) => (
            <li key={name} className={styles.item}>
              <span className={styles.name}>{labelOf(name)}</span>
              {ordered && (
                <>
                  <Small
                    icon="arrow-up"
                    label={t('team.up', 'Move {{name}} up', { name, interpolation: { escapeValue: false } })}
                    disabled={i === 0}
                    onClick={() => onChange(move(names, i, -1))}
                  />
                  <Small
                    icon="arrow-down"
                    label={t('team.down', 'Move {{name}} down', { name, interpolation: { escapeValue: false } })}
                    disabled={i === names.length - 1}
                    onClick={() => onChange(move(names, i, 1))}
                  />
                </>
              )}
              <Small
                icon="times"
                label={t('team.take-out', 'Take {{name}} out', { name, interpolation: { escapeValue: false } })}
                onClick={() => onChange(without(names, i))}
              />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

interface SmallProps {
  icon: 'arrow-up' | 'arrow-down' | 'times';
  label: string;
  disabled?: boolean;
  onClick: () => void;
}

function Small({ icon, label, disabled, onClick }: SmallProps) {
  return (
    <Button
      type="button"
      size="sm"
      variant="secondary"
      fill="text"
      icon={icon}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ margin: theme.spacing(0.5, 0, 0, 3) }),
  item: css({ '&::marker': { color: theme.colors.text.secondary } }),
  name: css({ overflowWrap: 'anywhere', marginRight: theme.spacing(1) }),
});
