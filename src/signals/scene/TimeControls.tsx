import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import {
  type SceneComponentProps,
  SceneObjectBase,
  type SceneObjectState,
  SceneRefreshPicker,
  SceneTimePicker,
} from '@grafana/scenes';
import { useStyles2 } from '@grafana/ui';

interface TimeControlsState extends SceneObjectState {
  time: SceneTimePicker;
  refresh: SceneRefreshPicker;
}

/** Time range and refresh stay together where there is no room for them beside the filters. */
export class TimeControls extends SceneObjectBase<TimeControlsState> {
  static Component = TimeControlsRenderer;

  constructor({ refresh, intervals }: { refresh: string; intervals: string[] }) {
    super({
      time: new SceneTimePicker({ isOnCanvas: true }),
      refresh: new SceneRefreshPicker({ refresh, intervals, isOnCanvas: true, withText: true }),
    });
  }
}

function TimeControlsRenderer({ model }: SceneComponentProps<TimeControls>) {
  const { time, refresh } = model.useState();
  const styles = useStyles2(getStyles);
  return (
    <div className={styles}>
      <time.Component model={time} />
      <refresh.Component model={refresh} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 2) });
