import React, { type PropsWithChildren } from 'react';
import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';

/** The name of a field for screen readers, where what the field shows says it to everybody else. */
export function HiddenLabel({ htmlFor, children }: PropsWithChildren<{ htmlFor: string }>) {
  const styles = useStyles2(getStyles);
  return (
    <label className={styles.label} htmlFor={htmlFor}>
      {children}
    </label>
  );
}

const getStyles = () => ({
  label: css({ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }),
});
