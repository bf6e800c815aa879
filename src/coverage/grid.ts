import { type GrafanaTheme2 } from '@grafana/data';

import { PROVIDER_IDS } from '../signals/providers';

const CELL_PX = 76;
const STATE_PX = 136;
/** From here on a row has room for a title beside the cells of all providers; measured in the list, not the window. */
const WIDE = '@container (min-width: 1000px)';
const NARROW = '@container (max-width: 999.98px)';

/** The list, whose width decides about the columns. */
export const container = { containerType: 'inline-size' } as const;

/** Columns of the list, shared by its head and its rows: signal, state, and on wide screens one per provider. */
export function columns(theme: GrafanaTheme2) {
  return {
    display: 'grid',
    gap: theme.spacing(0, 1),
    alignItems: 'center',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    [WIDE]: {
      gridTemplateColumns: `minmax(0, 1fr) ${STATE_PX}px repeat(${PROVIDER_IDS.length}, ${CELL_PX}px)`,
    },
  };
}

/** A cell that narrow screens do not have; the open row tells the same. */
export function wideOnly() {
  return { [NARROW]: { display: 'none' } };
}
