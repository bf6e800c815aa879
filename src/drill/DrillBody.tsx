import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type SceneComponentProps, SceneObjectBase, type SceneObjectState } from '@grafana/scenes';
import { useStyles2 } from '@grafana/ui';

import { type LogSection } from '../signals/logs';
import { GoneSources } from '../signals/scene/GoneSources';
import { type LayerColumn } from './LayerColumn';

interface DrillBodyState extends SceneObjectState {
  columns: LayerColumn[];
  logs?: LogSection;
}

/** All layers of one thing side by side, under one time range; below each other where there is no room. */
export class DrillBody extends SceneObjectBase<DrillBodyState> {
  static Component = DrillBodyRenderer;
}

function DrillBodyRenderer({ model }: SceneComponentProps<DrillBody>) {
  const { columns, logs } = model.useState();
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.body}>
      <GoneSources model={model} />
      <div className={styles.columns}>
        {columns.map((column) => (
          <column.Component key={column.state.key} model={column} />
        ))}
      </div>
      {logs && <logs.Component model={logs} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  body: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), width: '100%', minWidth: 0 }),
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
    gap: theme.spacing(2),
    [theme.breakpoints.down('xl')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
});
