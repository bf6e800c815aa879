import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { type AgeBand, BAND_MARKS } from '../ages';
import { ageColor } from '../colors';
import { type Wait } from '../facts';

/** A time that runs; its colour and mark say whether it is too long. */
export function Age({ wait }: { wait: Wait }) {
  const styles = useStyles2(getStyles, wait.band);
  return (
    <span className={styles} data-band={wait.band}>
      {wait.text} <span aria-hidden>{BAND_MARKS[wait.band]}</span>
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2, band: AgeBand) =>
  css({
    color: ageColor(band, theme),
    fontWeight: band === 'fresh' ? undefined : theme.typography.fontWeightBold,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    '& span': { fontSize: '0.6em' },
  });
