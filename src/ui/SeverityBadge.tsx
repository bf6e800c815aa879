import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Tooltip, useStyles2 } from '@grafana/ui';

import { type Severity } from '../api/types';
import { severityColor, severityMeaning } from './severity';

interface Props {
  severity: Severity;
  /** On the incident page it is part of the heading. */
  size?: 'md' | 'lg';
}

export function SeverityBadge({ severity, size = 'md' }: Props) {
  const styles = useStyles2(getStyles, severity, size);
  return (
    <Tooltip content={severityMeaning(severity)}>
      <span className={styles} data-severity={severity}>
        {severity}
      </span>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2, severity: Severity, size: 'md' | 'lg') => {
  const fill = severityColor(severity, theme);
  return css({
    display: 'inline-block',
    flexShrink: 0,
    padding: theme.spacing(0.25, size === 'lg' ? 1.5 : 1),
    borderRadius: theme.shape.radius.default,
    background: fill,
    color: theme.colors.getContrastText(fill),
    fontSize: size === 'lg' ? theme.typography.h4.fontSize : theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    lineHeight: theme.typography.bodySmall.lineHeight,
  });
};
