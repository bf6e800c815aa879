import React, { useEffect } from 'react';
import { css } from '@emotion/css';
import { LoadingState, type PanelData } from '@grafana/data';
import {
  type SceneComponentProps,
  SceneObjectBase,
  type SceneObjectState,
  SceneQueryRunner,
  VizPanel,
  VizPanelMenu,
} from '@grafana/scenes';
import { useStyles2 } from '@grafana/ui';

import { type Signal } from '../../api/types';
import { LIMITS } from '../limits';
import { type ProviderQueries } from '../providers/types';
import { vizSpec } from '../viz';
import { type SignalDialog, signalMenu } from './panelMenu';
import { noticesOf, PanelNotes } from './PanelNotes';
import { drawOf } from './drawOf';
import { sceneScope } from './sceneScope';
import { signalData } from './signalData';
import { SignalEmpty } from './SignalEmpty';
import { SignalFailed } from './SignalFailed';
import { SignalStopped } from './SignalStopped';

interface SignalViewState extends SceneObjectState {
  signal: Signal;
  queries: ProviderQueries;
  body: VizPanel;
  $data: ReturnType<typeof signalData>;
}

interface Options {
  signal: Signal;
  queries: ProviderQueries;
  open: (dialog: SignalDialog) => void;
}

/** One signal from one provider: its graph, or the reason why there is none. */
export class SignalView extends SceneObjectBase<SignalViewState> {
  static Component = SignalViewRenderer;

  constructor({ signal, queries, open }: Options) {
    const body = new VizPanel({
      ...vizSpec(signal, queries),
      menu: new VizPanelMenu({ $behaviors: [signalMenu(signal, open)] }),
      titleItems: [new PanelNotes({ origins: queries.origins })],
    });
    super({ signal, queries, body, $data: signalData(signal, queries, drawOf(signal, queries)) });
  }

  /** Asks other queries of the same provider: the filters have changed. */
  ask(queries: ProviderQueries) {
    this.setState({ queries });
    const runner = this.runner;
    if (runner) {
      runner.setState({ queries: queries.queries, datasource: queries.datasource });
      askAgain(runner);
    }
  }

  get runner(): SceneQueryRunner | undefined {
    const runner = this.state.$data.state.$data;
    return runner instanceof SceneQueryRunner ? runner : undefined;
  }
}

/** A runner that nobody looks at forgets its data, and so asks when it is looked at. */
function askAgain(runner: SceneQueryRunner) {
  if (runner.isActive) {
    runner.runQueries();
  } else {
    runner.setState({ data: undefined });
  }
}

function SignalViewRenderer({ model }: SceneComponentProps<SignalView>) {
  const { signal, body, queries, $data } = model.useState();
  const { data } = $data.useState();
  const styles = useStyles2(getStyles);
  const outcome = outcomeOf(data);
  // Without a request there is nothing to give up yet: the runner waits for a variable.
  useTimeLimit(model, data?.state === LoadingState.Loading && data.request !== undefined);
  useEffect(() => {
    if (outcome !== 'graph') {
      // Only a drawn panel tells its data when it is in view again.
      $data.isInViewChanged?.(true);
    }
  }, [$data, outcome]);
  if (outcome === 'graph') {
    return <body.Component model={body} />;
  }
  return (
    <div className={styles}>
      {outcome === 'failed' && (
        <SignalFailed model={model} signal={signal} queries={queries} errors={data?.errors ?? []} />
      )}
      {outcome === 'stopped' && (
        <SignalStopped signal={signal} queries={queries} onRetry={() => model.runner?.runQueries()} />
      )}
      {outcome === 'empty' && (
        <SignalEmpty
          signal={signal}
          queries={queries}
          filtered={Object.keys(sceneScope(model)).length > 0}
          reasons={noticesOf(data)}
        />
      )}
    </div>
  );
}

// As wide as its place, not as its text.
const getStyles = () => css({ width: '100%', height: '100%', minWidth: 0 });

/** A data source may never answer; the request is given up then, and so is its place among those of the browser. */
function useTimeLimit(model: SignalView, loading: boolean) {
  useEffect(() => {
    if (!loading) {
      return undefined;
    }
    const timer = setTimeout(() => model.runner?.cancelQuery(), LIMITS.panelTimeoutMs);
    return () => clearTimeout(timer);
  }, [model, loading]);
}

/** Data that are there are drawn, even if another query of the same panel failed. */
export function outcomeOf(data: PanelData | undefined): 'graph' | 'empty' | 'failed' | 'stopped' {
  if (!data || data.series.some(({ fields }) => fields.length > 0)) {
    return 'graph';
  }
  if (data.state === LoadingState.Error) {
    return 'failed';
  }
  if (data.state !== LoadingState.Done) {
    return 'graph';
  }
  // Annotations that come before anything was asked make it done, too: the answer is on its way.
  if (!data.request) {
    return 'graph';
  }
  // Scenes call a request that was cancelled done as well; only one that was answered has an end.
  return data.request.endTime === undefined ? 'stopped' : 'empty';
}
