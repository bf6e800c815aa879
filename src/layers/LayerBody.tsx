import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import {
  type SceneComponentProps,
  SceneObjectBase,
  type SceneObjectState,
  SceneObjectUrlSyncConfig,
  type SceneObjectUrlValues,
} from '@grafana/scenes';
import { useStyles2 } from '@grafana/ui';

import { type Layer, type Signal, type SignalGroup } from '../api/types';
import { type Abnormal, useLayerHealth } from '../signals/health/useLayerHealth';
import { useProbes } from '../signals/providers/useProbes';
import { GoneSources } from '../signals/scene/GoneSources';
import { panelAnchor, SignalGrid } from '../signals/scene/SignalGrid';
import { signalPanel } from '../signals/scene/SignalPanel';
import { useSelection } from '../signals/scene/useSelection';
import { DrillLinks } from './DrillLinks';
import { GroupTabs } from './GroupTabs';
import { HealthStrip } from './HealthStrip';

interface LayerBodyState extends SceneObjectState {
  layer: Layer;
  signals: Signal[];
  /** Those with signals, in the order of the catalog. */
  groups: SignalGroup[];
  /** Id of the open group. */
  tab: string;
  /** Those of the groups that were opened, with the id of the group as key. */
  grids: SignalGrid[];
}

const URL_KEY = 'tab';

/** The health of the layer now, and its groups as tabs. */
export class LayerBody extends SceneObjectBase<LayerBodyState> {
  static Component = LayerBodyRenderer;

  protected _urlSync = new SceneObjectUrlSyncConfig(this, { keys: [URL_KEY] });

  constructor({ layer, signals, groups }: Pick<LayerBodyState, 'layer' | 'signals' | 'groups'>) {
    const own = groups.filter(({ id }) => signals.some(({ group }) => group === id));
    super({ layer, signals, groups: own, tab: own[0]?.id ?? '', grids: [] });
    this.open(this.state.tab);
  }

  getUrlState() {
    return { [URL_KEY]: this.state.tab };
  }

  updateFromUrl(values: SceneObjectUrlValues) {
    const wanted = values[URL_KEY];
    if (typeof wanted === 'string' && this.state.groups.some(({ id }) => id === wanted)) {
      this.open(wanted);
    }
  }

  open(group: string) {
    const { grids } = this.state;
    const known = grids.some(({ state }) => state.key === group);
    this.setState({ tab: group, grids: known ? grids : [...grids, this.newGrid(group)] });
  }

  private newGrid(group: string): SignalGrid {
    const signals = this.state.signals.filter((signal) => signal.group === group);
    return new SignalGrid({ key: group, panels: signals.map((signal) => signalPanel({ signal })) });
  }

  /** Opens the group of a signal and goes to its panel. */
  reveal({ id, group }: Pick<Signal, 'id' | 'group'>) {
    this.open(group);
    // The panel is there after the tab is drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => goTo(panelAnchor(id))));
  }
}

function goTo(id: string) {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  element?.focus({ preventScroll: true });
}

function LayerBodyRenderer({ model }: SceneComponentProps<LayerBody>) {
  const { layer, signals, groups, tab, grids } = model.useState();
  const styles = useStyles2(getStyles);
  const { probes, pending } = useProbes();
  const selection = useSelection(model);
  const selected = probes.filter(
    ({ provider, uid }) => provider !== 'prometheus' || isPicked(selection.dataSources, uid)
  );
  const health = useLayerHealth(layer, signals, selected, selection.scope);
  const grid = grids.find(({ state }) => state.key === tab);
  return (
    <div className={styles}>
      <GoneSources model={model} />
      <HealthStrip health={health} probes={selected} probing={pending} onOpen={(signal) => model.reveal(signal)} />
      <DrillLinks model={model} scope={selection.scope} />
      <GroupTabs
        groups={groups}
        tab={tab}
        abnormal={countByGroup(health.abnormal)}
        onOpen={(group) => model.open(group)}
      />
      {grid && <grid.Component key={tab} model={grid} />}
    </div>
  );
}

function isPicked(picked: string[] | undefined, uid: string): boolean {
  return picked === undefined || picked.includes(uid);
}

function countByGroup(abnormal: Abnormal[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { signal } of abnormal) {
    counts.set(signal.group, (counts.get(signal.group) ?? 0) + 1);
  }
  return counts;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5), width: '100%', minWidth: 0 });
