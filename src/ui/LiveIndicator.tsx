import React from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Tooltip, useStyles2 } from '@grafana/ui';

import { type LiveState, useLiveState } from '../api/live';
import { clockTime } from './clock';

interface Props {
  /** When the data on screen were loaded, in epoch milliseconds; 0 for not yet. */
  dataAt: number;
}

/** Says whether changes arrive by themselves, and how old the data are where they do not. */
export function LiveIndicator({ dataAt }: Props) {
  const state = useLiveState();
  const styles = useStyles2(getStyles);
  return (
    <Tooltip content={explain(state)}>
      <span className={styles.wrapper} role="status" data-live={state}>
        <span className={cx(styles.dot, styles[lookOf(state)])} aria-hidden />
        {label(state, dataAt)}
      </span>
    </Tooltip>
  );
}

function label(state: LiveState, dataAt: number): string {
  if (state === 'live') {
    return t('live.live', 'Live');
  }
  if (state === 'failing') {
    return failing(dataAt);
  }
  if (dataAt === 0) {
    return waiting(state);
  }
  const time = clockTime(dataAt);
  if (state === 'reconnecting') {
    return t('live.reconnecting', 'Reconnecting – data from {{time}}', { time });
  }
  if (state === 'connecting') {
    return t('live.connecting', 'Connecting – data from {{time}}', { time });
  }
  return t('live.polling', 'Every 10 s – data from {{time}}', { time });
}

/** Before anything was loaded. */
function waiting(state: LiveState): string {
  if (state === 'reconnecting') {
    return t('live.reconnecting-empty', 'Reconnecting');
  }
  return state === 'connecting' ? t('live.connecting-empty', 'Connecting') : t('live.polling-empty', 'Every 10 s');
}

function failing(dataAt: number): string {
  return dataAt > 0
    ? t('live.failing', 'No connection to the records – data from {{time}}', {
        time: clockTime(dataAt),
        interpolation: { escapeValue: false },
      })
    : t('live.failing-empty', 'No connection to the records');
}

function lookOf(state: LiveState): 'live' | 'waiting' | 'failing' {
  return state === 'live' || state === 'failing' ? state : 'waiting';
}

function explain(state: LiveState): string {
  if (state === 'failing') {
    return t('live.explain.failing', 'The last request for incidents failed; the page asks again every 10 s.');
  }
  return state === 'live'
    ? t('live.explain.live', 'Changes are pushed as they happen.')
    : t('live.explain.poll', 'Changes are not pushed now; the page asks every 10 s.');
}

const getStyles = (theme: GrafanaTheme2) => ({
  wrapper: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  }),
  dot: css({ width: theme.spacing(1), height: theme.spacing(1), borderRadius: theme.shape.radius.circle }),
  live: css({ background: theme.colors.success.main }),
  // A square and a ring, so that the state is seen without its colour.
  failing: css({ background: theme.colors.error.main, borderRadius: 0 }),
  waiting: css({ border: `2px solid ${theme.colors.warning.main}` }),
});
