import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { type Severity as Value } from '../../api/types';
import { severityMeaning } from '../../ui/severity';
import { severityPaint } from '../colors';

/** The letters of a severity on its colour, as large as the text around it. */
export function Severity({ severity }: { severity: Value }) {
  const styles = useStyles2(getStyles, severity);
  return (
    <span className={styles} title={severityMeaning(severity)} data-severity={severity}>
      {severity}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2, severity: Value) =>
  css({
    ...severityPaint(severity, theme),
    display: 'inline-block',
    flexShrink: 0,
    padding: '0.1em 0.35em',
    borderRadius: '0.15em',
    fontWeight: theme.typography.fontWeightBold,
    lineHeight: 1.1,
  });
