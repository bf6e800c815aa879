import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, renderMarkdown } from '@grafana/data';
import { RenderUserContentAsHTML, useStyles2 } from '@grafana/ui';

import { type Incident } from '../../api/types';
import { belowSubPath } from '../../ui/markdownLinks';

/** What people wrote about the incident as a whole. */
export function Summary({ incident: { summary } }: { incident: Incident }) {
  const styles = useStyles2(getStyles);
  const html = useMemo(() => renderMarkdown(belowSubPath(summary ?? '')), [summary]);
  return summary ? <RenderUserContentAsHTML component="div" className={styles} content={html} /> : null;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'block',
    maxWidth: '80ch',
    marginBottom: theme.spacing(2),
    overflowWrap: 'anywhere',
    '& p:last-child': { marginBottom: 0 },
    '& pre': { overflowX: 'auto' },
    '& ul, & ol': { paddingLeft: theme.spacing(3) },
    '& a': { color: theme.colors.text.link, textDecoration: 'underline' },
  });
