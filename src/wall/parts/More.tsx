import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

/** The last line of a view that has no room for all. */
export function More({ children }: { children: ReactNode }) {
  return <div className={useStyles2(getStyles)}>{children}</div>;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    alignItems: 'center',
    gap: '0.6em',
    minHeight: '1.5em',
    paddingTop: '0.2em',
    fontSize: '1.8em',
    color: theme.colors.text.secondary,
  });
