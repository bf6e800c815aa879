import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

import { type CoverageState, STATE_ICONS, stateColor, stateMeaning, stateName } from './states';

interface Props {
  state: CoverageState;
  /** Only the icon, where the column has no room; its name is read and shown on hover. */
  iconOnly?: boolean;
}

export function StateMark({ state, iconOnly = false }: Props) {
  const styles = useStyles2(getStyles, state);
  const name = stateName(state);
  if (iconOnly) {
    return (
      <span className={styles} role="img" aria-label={name} title={stateMeaning(state)} data-state={state}>
        <Icon name={STATE_ICONS[state]} aria-hidden />
      </span>
    );
  }
  return (
    <span className={styles} title={stateMeaning(state)} data-state={state}>
      <Icon name={STATE_ICONS[state]} aria-hidden /> {name}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2, state: CoverageState) =>
  css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    color: stateColor(state, theme),
    whiteSpace: 'nowrap',
  });
