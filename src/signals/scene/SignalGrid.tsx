import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { LazyLoader, type SceneComponentProps, SceneObjectBase, type SceneObjectState } from '@grafana/scenes';
import { useStyles2 } from '@grafana/ui';

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

function SignalGridRenderer({ model }: SceneComponentProps<SignalGrid>) {
  const { panels } = model.useState();
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.grid}>
      {panels.map((panel) => (
        <div key={panel.state.key} id={panelAnchor(panel.state.signal.id)} className={styles.cell} tabIndex={-1}>
          <LazyLoader key={panel.state.signal.id} className={styles.panel}>
            <panel.Component model={panel} />
          </LazyLoader>
        </div>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 420px), 1fr))',
    gridAutoRows: '300px',
    gap: theme.spacing(1),
    width: '100%',
  }),
  cell: css({
    minWidth: 0,
    scrollMarginTop: theme.spacing(16),
    '&:focus': { outline: `2px solid ${theme.colors.primary.border}`, borderRadius: theme.shape.radius.default },
  }),
  // The panel measures its place.
  panel: css({ display: 'flex', position: 'relative', width: '100%', height: '100%' }),
});
