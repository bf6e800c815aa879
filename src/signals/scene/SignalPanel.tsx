import React, { useEffect, useState } from 'react';
import { css } from '@emotion/css';
import { LoadingState } from '@grafana/data';
import { t } from '@grafana/i18n';
import {
  type SceneComponentProps,
  SceneObjectBase,
  type SceneObjectState,
  VariableDependencyConfig,
} from '@grafana/scenes';
import { PanelChrome, Text, useStyles2 } from '@grafana/ui';
import { isEqual } from 'lodash';

import { type Signal } from '../../api/types';
import { LIMITS } from '../limits';
import { ADAPTERS } from '../providers';
import { type Choice, chooseProvider, summarise } from '../providers/choose';
import { type Pins, usePins } from '../providers/pins';
import { type Probe } from '../providers/probe';
import { type ProviderQueries } from '../providers/types';
import { type Probes, useProbes } from '../providers/useProbes';
import { type Scope, SCOPE_NAMES } from '../scope';
import { PIXIE_CLUSTER_VARIABLE, pickedDataSources, pixieCluster, PROMETHEUS_VARIABLE, sceneScope } from './sceneScope';
import { SignalUnavailable } from './SignalUnavailable';
import { SignalView } from './SignalView';
import { SignalDialogs } from './SignalDialogs';
import { type SignalDialog } from './panelMenu';

interface SignalPanelState extends SceneObjectState {
  signal: Signal;
  /** What the panel is limited to, over what the variables of the scene say. */
  scope?: Scope;
  /** Undefined as long as no provider is chosen. */
  view?: SignalView;
  choice?: Choice;
  dialog?: SignalDialog;
}

/** One signal: it finds the provider that answers when it comes into view, and draws it or says what is missing. */
export class SignalPanel extends SceneObjectBase<SignalPanelState> {
  static Component = SignalPanelRenderer;

  protected _variableDependency = new VariableDependencyConfig(this, {
    variableNames: [...SCOPE_NAMES, PROMETHEUS_VARIABLE, PIXIE_CLUSTER_VARIABLE],
    onReferencedVariableValueChanged: () => this.refresh(),
  });

  private known?: { probes: Probe[]; wait: boolean; pins: Pins };
  private asked?: ProviderQueries;

  /**
   * Chooses again with what is known about the data sources now. A better provider may still turn up, and a panel should not
   * ask two of them: until `late` it waits for all of them.
   */
  know({ probes, pending }: Probes, pins: Pins, late: boolean) {
    const choice = chooseProvider(summarise(this.state.signal), this.picked(probes), pins);
    this.known = { probes, wait: pending && !(late && choice?.state === 'answers'), pins };
    this.refresh();
  }

  private refresh() {
    if (this.known && !this.known.wait) {
      this.show(chooseProvider(summarise(this.state.signal), this.selectedProbes(), this.known.pins));
    }
  }

  /** Without the Prometheus data sources that somebody deselected. */
  selectedProbes(): Probe[] {
    return this.picked(this.known?.probes ?? []);
  }

  private picked(probes: Probe[]): Probe[] {
    const picked = pickedDataSources(this);
    return picked ? probes.filter(({ provider, uid }) => provider !== 'prometheus' || picked.includes(uid)) : probes;
  }

  private show(choice: Choice | undefined) {
    const queries = choice && ADAPTERS[choice.provider].queries(this.state.signal, this.context(choice));
    if (queries && isEqual(queries, this.asked)) {
      this.setState({ choice });
      return;
    }
    this.asked = queries;
    if (queries && this.state.view && isEqual(choice, this.state.choice)) {
      this.state.view.ask(queries);
    } else {
      this.setState({ choice, view: queries && this.newView(queries) });
    }
  }

  private newView(queries: ProviderQueries): SignalView {
    return new SignalView({ signal: this.state.signal, queries, open: (dialog) => this.setState({ dialog }) });
  }

  private context({ targets }: Choice) {
    return { targets, scope: { ...sceneScope(this), ...this.state.scope }, pixieCluster: pixieCluster(this) };
  }
}

function SignalPanelRenderer({ model }: SceneComponentProps<SignalPanel>) {
  const { signal, view, choice, dialog } = model.useState();
  const probes = useProbes();
  const pins = usePins();
  const styles = useStyles2(getStyles);
  const late = useLate(probes.pending);
  useEffect(() => model.know(probes, pins, late), [model, probes, pins, late]);
  return (
    <>
      {view ? (
        <view.Component model={view} />
      ) : (
        <div className={styles}>
          {probes.pending ? (
            <Searching title={signal.title} />
          ) : (
            <SignalUnavailable
              signal={signal}
              probes={model.selectedProbes()}
              onExplain={() => model.setState({ dialog: 'explain' })}
            />
          )}
        </div>
      )}
      {dialog && (
        <SignalDialogs
          dialog={dialog}
          signal={signal}
          choice={choice}
          probes={model.selectedProbes()}
          onClose={() => model.setState({ dialog: undefined })}
        />
      )}
    </>
  );
}

/** Whether something has been pending for longer than a panel waits. */
function useLate(pending: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!pending) {
      return undefined;
    }
    const timer = setTimeout(() => setLate(true), LIMITS.betterProviderMs);
    return () => clearTimeout(timer);
  }, [pending]);
  return late;
}

function Searching({ title }: { title: string }) {
  return (
    <PanelChrome title={title} loadingState={LoadingState.Loading}>
      <Text color="secondary">{t('signal-panel.searching', 'Asking the data sources what they have …')}</Text>
    </PanelChrome>
  );
}

// As wide as its place, not as its text.
const getStyles = () => css({ width: '100%', height: '100%', minWidth: 0 });

interface Options {
  signal: Signal;
  /** What the panel is limited to, over what the variables of the scene say. */
  scope?: Scope;
}

/**
 * A panel for one signal. It asks nothing before it is drawn: put it into a lazy layout.
 * The variables cluster, namespace, service, node, instance, pod and ds_prometheus of the scene limit it, where they are.
 */
export function signalPanel({ signal, scope }: Options): SignalPanel {
  return new SignalPanel({ key: signal.id, signal, scope });
}
