import React from 'react';
import { css } from '@emotion/css';
import { LoadingState, type PanelData } from '@grafana/data';
import {
  type SceneComponentProps,
  sceneGraph,
  SceneObjectBase,
  type SceneObjectState,
  VizPanel,
  VizPanelMenu,
} from '@grafana/scenes';
import { useStyles2 } from '@grafana/ui';

import { type Signal } from '../../api/types';
import { vizSpec } from '../viz';
import { addExploreItem } from './panelMenu';
import { SignalEmpty } from './SignalEmpty';
import { SignalFailed } from './SignalFailed';

interface SignalPanelState extends SceneObjectState {
  signal: Signal;
  body: VizPanel;
}

/** One signal: its graph, or the reason why there is none. */
export class SignalPanel extends SceneObjectBase<SignalPanelState> {
  static Component = SignalPanelRenderer;

  constructor({ signal, ...state }: Omit<SignalPanelState, 'body'>) {
    const body = new VizPanel({ ...vizSpec(signal), menu: new VizPanelMenu({ $behaviors: [addExploreItem] }) });
    super({ ...state, signal, body });
  }
}

function SignalPanelRenderer({ model }: SceneComponentProps<SignalPanel>) {
  const { signal, body } = model.useState();
  const { data } = sceneGraph.getData(model).useState();
  const styles = useStyles2(getStyles);
  const outcome = outcomeOf(data);
  if (outcome === 'graph') {
    return <body.Component model={body} />;
  }
  return (
    <div className={styles}>
      {outcome === 'failed' ? (
        <SignalFailed model={model} title={signal.title} message={data?.errors?.[0]?.message} />
      ) : (
        <SignalEmpty model={model} signal={signal} />
      )}
    </div>
  );
}

// As wide as its place, not as its text.
const getStyles = () => css({ width: '100%', height: '100%', minWidth: 0 });

/** Data that are there are drawn, even if another query of the same panel failed. */
function outcomeOf(data: PanelData | undefined): 'graph' | 'empty' | 'failed' {
  if (!data || data.series.length > 0) {
    return 'graph';
  }
  if (data.state === LoadingState.Error) {
    return 'failed';
  }
  return data.state === LoadingState.Done ? 'empty' : 'graph';
}
