import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { type SceneComponentProps, SceneObjectBase, type SceneObjectState } from '@grafana/scenes';
import { Button, Icon, Text, useStyles2 } from '@grafana/ui';

import { type Layer } from '../api/types';
import { SignalGrid } from '../signals/scene/SignalGrid';
import { signalPanel } from '../signals/scene/SignalPanel';
import { type Scope } from '../signals/scope';
import { type ThingKind } from '../signals/things';
import { LAYER_ICONS, layerName } from '../ui/layers';
import { Rank, type Ranked } from './rank';

/** Panels of a layer before "show all"; what fires is always shown. */
export const SHOWN = 5;

interface LayerColumnState extends SceneObjectState {
  kind: ThingKind;
  layer: Layer;
  ranked: Ranked[];
  scope: Scope;
  all: boolean;
  grid: SignalGrid;
}

/** One layer of one thing: the signals that matter first. */
export class LayerColumn extends SceneObjectBase<LayerColumnState> {
  static Component = LayerColumnRenderer;

  constructor(state: Pick<LayerColumnState, 'key' | 'kind' | 'layer' | 'ranked' | 'scope'>) {
    const first = shownFirst(state.ranked);
    super({ ...state, all: false, grid: new SignalGrid({ panels: panelsOf(first, state.scope) }) });
  }

  showAll() {
    const { ranked, scope, grid } = this.state;
    const shown = new Set(grid.state.panels.map(({ state }) => state.signal.id));
    const rest = ranked.filter(({ signal }) => !shown.has(signal.id));
    grid.setState({ panels: [...grid.state.panels, ...panelsOf(rest, scope)] });
    this.setState({ all: true });
  }
}

export function shownFirst(ranked: Ranked[]): Ranked[] {
  return ranked.filter(({ rank }, index) => rank === Rank.Firing || index < SHOWN);
}

function panelsOf(ranked: Ranked[], scope: Scope) {
  return ranked.map(({ signal }) => signalPanel({ signal, scope }));
}

function LayerColumnRenderer({ model }: SceneComponentProps<LayerColumn>) {
  const { kind, layer, ranked, all, grid } = model.useState();
  const styles = useStyles2(getStyles);
  const name = layerName(layer);
  const conspicuous = ranked.filter(({ rank }) => rank <= Rank.Abnormal).length;
  return (
    <section className={styles.column} aria-label={name} data-layer={layer}>
      <header className={styles.header}>
        <Text element="h2" variant="h5">
          <Icon name={LAYER_ICONS[layer]} aria-hidden /> {name}
        </Text>
        <Text color="secondary" variant="bodySmall">
          {conspicuous > 0
            ? t('drill.conspicuous', '{{abnormal}} of {{all}} signals abnormal', {
                abnormal: conspicuous,
                all: ranked.length,
              })
            : t('drill.signal-count', '{{count}} signals', {
                count: ranked.length,
                defaultValue_one: '{{count}} signal',
              })}
        </Text>
      </header>
      {ranked.length === 0 ? <p className={styles.none}>{noSignal(kind)}</p> : <grid.Component model={grid} />}
      {!all && ranked.length > grid.state.panels.length && (
        <Button variant="secondary" fill="outline" fullWidth onClick={() => model.showAll()}>
          {t('drill.show-all', 'Show all {{count}} signals of {{layer}}', {
            count: ranked.length,
            layer: name,
            defaultValue_one: 'Show the {{count}} signal of {{layer}}',
            interpolation: { escapeValue: false },
          })}
        </Button>
      )}
    </section>
  );
}

function noSignal(kind: ThingKind): string {
  switch (kind) {
    case 'service':
      return t('drill.none.service', 'No signal of this layer can be limited to one service.');
    case 'node':
      return t('drill.none.node', 'No signal of this layer can be limited to one node.');
    case 'pod':
      return t('drill.none.pod', 'No signal of this layer can be limited to one pod.');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  column: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minWidth: 0 }),
  header: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    gap: theme.spacing(0, 1),
    paddingBottom: theme.spacing(0.5),
    borderBottom: `2px solid ${theme.colors.border.medium}`,
  }),
  none: css({ color: theme.colors.text.secondary }),
});
