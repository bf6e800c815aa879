import React from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { LazyLoader, type SceneComponentProps, SceneObjectBase, type SceneObjectState } from '@grafana/scenes';
import { useStyles2 } from '@grafana/ui';

import { type Signal } from '../../api/types';
import { type SignalPanel } from './SignalPanel';

interface SignalGridState extends SceneObjectState {
  panels: SignalPanel[];
}

/** Panels side by side as the width allows. One asks nothing before it comes into view. */
export class SignalGrid extends SceneObjectBase<SignalGridState> {
  static Component = SignalGridRenderer;
}

/** The element of a panel, whether it is drawn yet or not. */
export function panelAnchor(signalId: string): string {
  return `signal-${signalId}`;
}

/** What is read in rows needs the width of two. */
const WIDE = new Set<Signal['visualisation']>(['table', 'logs', 'nodegraph']);

function SignalGridRenderer({ model }: SceneComponentProps<SignalGrid>) {
  const { panels } = model.useState();
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.place}>
      <div className={styles.grid}>
        {panels.map((panel) => (
          <div
            key={panel.state.key}
            id={panelAnchor(panel.state.signal.id)}
            className={cx(styles.cell, placeOf(panel.state.signal, styles))}
            tabIndex={-1}
          >
            <LazyLoader key={panel.state.signal.id} className={styles.panel}>
              <panel.Component model={panel} />
            </LazyLoader>
          </div>
        ))}
      </div>
    </div>
  );
}

function placeOf({ visualisation }: Signal, { wide, high }: Record<'wide' | 'high', string>): string {
  return cx(WIDE.has(visualisation) && wide, visualisation === 'nodegraph' && high);
}

const getStyles = (theme: GrafanaTheme2) => ({
  place: css({ containerType: 'inline-size', width: '100%' }),
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 420px), 1fr))',
    gridAutoRows: '300px',
    // Small panels fill the place beside a wide one.
    gridAutoFlow: 'dense',
    gap: theme.spacing(1),
  }),
  wide: css({ '@container (min-width: 900px)': { gridColumn: 'span 2' } }),
  // Grafana does not fit a graph into its place.
  high: css({ gridRow: 'span 2' }),
  cell: css({
    minWidth: 0,
    scrollMarginTop: theme.spacing(16),
    '&:focus': { outline: `2px solid ${theme.colors.primary.border}`, borderRadius: theme.shape.radius.default },
  }),
  // The panel measures its place.
  panel: css({ display: 'flex', position: 'relative', width: '100%', height: '100%' }),
});
