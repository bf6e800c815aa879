import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { tonePaint } from '../colors';

/** What is wrong with what the wall shows; read out and seen from afar. */
export function Banner({ lines }: { lines: string[] }) {
  const styles = useStyles2(getStyles);
  return (
    <div role="alert" className={lines.length > 0 ? styles : undefined}>
      {lines.map((line) => (
        <div key={line.replace(/\d/g, '')}>⚠ {line}</div>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    ...tonePaint('warning', theme),
    flexShrink: 0,
    padding: '0.2em 0.6em',
    marginBottom: '0.4em',
    border: '0.15em dashed currentColor',
    fontSize: '2em',
    fontWeight: theme.typography.fontWeightBold,
    fontVariantNumeric: 'tabular-nums',
    overflowWrap: 'anywhere',
  });
