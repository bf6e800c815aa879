import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type SceneComponentProps, SceneObjectBase, type SceneObjectState } from '@grafana/scenes';
import { useStyles2 } from '@grafana/ui';

import { type LayerColumn } from './LayerColumn';

interface LayersBodyState extends SceneObjectState {
  columns: LayerColumn[];
}

/** The layers side by side in the order in which they broke; below each other where there is no room. */
export class LayersBody extends SceneObjectBase<LayersBodyState> {
  static Component = LayersBodyRenderer;
}

function LayersBodyRenderer({ model }: SceneComponentProps<LayersBody>) {
  const { columns } = model.useState();
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.place}>
      <div className={styles.columns}>
        {columns.map((column) => (
          <column.Component key={column.state.key} model={column} />
        ))}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  place: css({ containerType: 'inline-size', width: '100%' }),
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(1.5),
    '@container (min-width: 620px)': { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
    '@container (min-width: 1000px)': { gridTemplateColumns: 'repeat(4, minmax(0, 1fr))' },
  }),
});
