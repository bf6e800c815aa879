import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { type LiveState, useLiveState } from '../../api/live';
import { clockTime } from '../../ui/clock';

interface Props {
  /** What comes after this view. */
  turn: string;
  /** When the data on screen were loaded; 0 for not yet. */
  dataAt: number;
}

/** How fresh the data are, and what comes next. */
export function Footer({ turn, dataAt }: Props) {
  const styles = useStyles2(getStyles);
  const state = liveWord(useLiveState());
  return (
    <footer className={styles}>
      <span>
        {dataAt > 0
          ? t('wall.data-of', 'Data of {{time}}, {{state}}', {
              time: clockTime(dataAt),
              state,
              interpolation: { escapeValue: false },
            })
          : t('wall.no-data-yet', 'No data yet')}
      </span>
      <span>{turn}</span>
    </footer>
  );
}

function liveWord(state: LiveState): string {
  switch (state) {
    case 'live':
      return t('wall.live.live', 'live');
    case 'failing':
      return t('wall.live.failing', 'connection lost');
    case 'off':
      return t('wall.live.off', 'every 15 s');
    default:
      return t('wall.live.connecting', 'connecting');
  }
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    justifyContent: 'space-between',
    gap: '1em',
    flexShrink: 0,
    marginTop: '0.5em',
    color: theme.colors.text.secondary,
    fontSize: '1.3em',
    fontVariantNumeric: 'tabular-nums',
  });
