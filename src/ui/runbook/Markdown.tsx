import React, { useMemo } from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { RenderUserContentAsHTML, useStyles2 } from '@grafana/ui';

import { type Prose } from './useProse';

interface Props {
  text: string;
  prose: Prose;
  className?: string;
}

/** Markdown of a runbook. */
export function Markdown({ text, prose, className }: Props) {
  const styles = useStyles2(getStyles);
  const html = useMemo(() => prose(text), [prose, text]);
  return <RenderUserContentAsHTML component="div" className={cx(styles, className)} content={html} />;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    overflowWrap: 'anywhere',
    '& p:last-child': { marginBottom: 0 },
    '& ul, & ol': { paddingLeft: theme.spacing(3), marginBottom: theme.spacing(1) },
    // Beside text, colour alone does not tell a link.
    '& a': { color: theme.colors.text.link, textDecoration: 'underline' },
    '& pre': { overflowX: 'auto' },
    '& table': { display: 'block', maxWidth: '100%', overflowX: 'auto', marginBottom: theme.spacing(1) },
    '& th, & td': {
      padding: theme.spacing(0.25, 1),
      border: `1px solid ${theme.colors.border.weak}`,
      textAlign: 'left',
      verticalAlign: 'top',
      overflowWrap: 'normal',
    },
  });
