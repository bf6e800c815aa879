import { type GrafanaTheme2 } from '@grafana/data';

import { PROVIDER_IDS } from '../signals/providers';

const CELL_PX = 80;
const STATE_PX = 140;

/** Columns of the list, shared by its head and its rows: signal, state, and on wide screens one per provider. */
export function columns(theme: GrafanaTheme2) {
  return {
    display: 'grid',
    gap: theme.spacing(0, 1),
    alignItems: 'center',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    [theme.breakpoints.up('lg')]: {
      gridTemplateColumns: `minmax(0, 1fr) ${STATE_PX}px repeat(${PROVIDER_IDS.length}, ${CELL_PX}px)`,
    },
  };
}

/** A cell that narrow screens do not have; the open row tells the same. */
export function wideOnly(theme: GrafanaTheme2) {
  return { [theme.breakpoints.down('lg')]: { display: 'none' } };
}
