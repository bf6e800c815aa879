import React, { useEffect } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import {
  LazyLoader,
  type SceneComponentProps,
  SceneObjectBase,
  type SceneObjectState,
  VariableDependencyConfig,
} from '@grafana/scenes';
import { Text, useStyles2 } from '@grafana/ui';
import { isEqual } from 'lodash';

import { type Signal } from '../../api/types';
import { type Choice, chooseProvider, summarise } from '../providers/choose';
import { type Pins, usePins } from '../providers/pins';
import { type Probe } from '../providers/probe';
import { type Probes, useProbes } from '../providers/useProbes';
import { type SignalDialog } from '../scene/panelMenu';
import { sceneScope } from '../scene/sceneScope';
import { SignalDialogs } from '../scene/SignalDialogs';
import { SignalUnavailable } from '../scene/SignalUnavailable';
import { type Scope, SCOPE_NAMES } from '../scope';
import { Loading } from '../../ui/Loading';
import { type LokiFields } from './categoryQueries';
import { logPlan } from './logPlan';
import { LogView } from './LogView';
import { chooseTraceTarget } from './traceTarget';
import { useLokiFields } from './useLokiFields';

interface LogSectionState extends SceneObjectState {
  signal: Signal;
  /** What the lines are limited to, over what the variables of the scene say. */
  scope?: Scope;
  choice?: Choice;
  view?: LogView;
  dialog?: SignalDialog;
}

interface Knowledge extends Probes {
  pins: Pins;
  /** Undefined while Loki is asked; null where it is not the store, or does not say. */
  loki?: LokiFields | null;
}

/** The lines of one log signal, what kinds of lines there are, and the ways from a line to its trace and its service. */
export class LogSection extends SceneObjectBase<LogSectionState> {
  static Component = LogSectionRenderer;

  protected _variableDependency = new VariableDependencyConfig(this, {
    variableNames: [...SCOPE_NAMES],
    onReferencedVariableValueChanged: () => this.refresh(),
  });

  private knowledge?: Knowledge;

  know(knowledge: Knowledge) {
    this.knowledge = knowledge;
    this.refresh();
  }

  private refresh() {
    const { signal } = this.state;
    const { probes = [], pending = true, pins = {}, loki } = this.knowledge ?? {};
    const choice = chooseProvider(summarise(signal), probes, pins);
    if (!isEqual(choice, this.state.choice)) {
      this.setState({ choice });
    }
    const waits = (pending && choice?.state !== 'answers') || (choice?.provider === 'loki' && loki === undefined);
    if (choice && !waits) {
      this.show(choice, probes, loki ?? undefined);
    }
  }

  private show(choice: Choice, probes: Probe[], loki: LokiFields | undefined) {
    const { signal, view } = this.state;
    const [target] = choice.targets;
    const fields = probes.find(({ uid }) => uid === target?.uid)?.names ?? new Set<string>();
    const context = { targets: choice.targets, scope: { ...sceneScope(this), ...this.state.scope } };
    const plan = logPlan(signal, choice, context, { fields, loki });
    if (!plan) {
      this.setState({ view: undefined });
    } else if (!view || !isEqual(view.state.plan.lines, plan.lines)) {
      const trace = chooseTraceTarget(getDataSourceSrv().getList(), target?.uid);
      this.setState({ view: new LogView({ signal, plan, trace, open: (dialog) => this.setState({ dialog }) }) });
    }
  }
}

function LogSectionRenderer({ model }: SceneComponentProps<LogSection>) {
  const { signal } = model.useState();
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.section} aria-label={signal.title}>
      <Text element="h2" variant="h5">
        {signal.title}
      </Text>
      <LazyLoader key={signal.id} className={styles.lazy}>
        <Content model={model} />
      </LazyLoader>
      <Dialog model={model} />
    </section>
  );
}

function Dialog({ model }: { model: LogSection }) {
  const { signal, choice, dialog } = model.useState();
  const { probes } = useProbes();
  return (
    dialog && (
      <SignalDialogs
        dialog={dialog}
        signal={signal}
        choice={choice}
        probes={probes}
        onClose={() => model.setState({ dialog: undefined })}
      />
    )
  );
}

function Content({ model }: { model: LogSection }) {
  const { signal, choice, view } = model.useState();
  const styles = useStyles2(getStyles);
  const probes = useProbes();
  const pins = usePins();
  const loki = useLokiFields(signal, choice);
  useEffect(() => model.know({ ...probes, pins, loki }), [model, probes, pins, loki]);
  if (view) {
    return <view.Component model={view} />;
  }
  if (probes.pending || choice) {
    return <Loading />;
  }
  return (
    <div className={styles.unavailable}>
      <SignalUnavailable
        signal={signal}
        probes={probes.probes}
        onExplain={() => model.setState({ dialog: 'explain' })}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), width: '100%', minWidth: 0 }),
  lazy: css({ minHeight: theme.spacing(25), width: '100%' }),
  unavailable: css({ height: theme.spacing(30) }),
});
