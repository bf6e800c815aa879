import React, { type PropsWithChildren } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { FilterPill, useStyles2 } from '@grafana/ui';

import { toggle } from './toggle';

interface Props<T> {
  /** Name of the group for screen readers. */
  label: string;
  options: readonly T[];
  textOf: (option: T) => string;
  value: T[];
  onChange: (value: T[]) => void;
}

/** Several of a few; none means all. Children are further pills of the group. */
export function Pills<T extends string>({
  label,
  options,
  textOf,
  value,
  onChange,
  children,
}: PropsWithChildren<Props<T>>) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles} role="group" aria-label={label}>
      {options.map((option) => (
        <FilterPill
          key={option}
          label={textOf(option)}
          selected={value.includes(option)}
          onClick={() => onChange(toggle(value, option, options))}
        />
      ))}
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) });
