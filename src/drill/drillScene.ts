import { t } from '@grafana/i18n';
import {
  behaviors,
  EmbeddedScene,
  SceneControlsSpacer,
  SceneDataLayerControls,
  SceneDataLayerSet,
  SceneTimeRange,
  SceneVariableSet,
  VariableValueSelectors,
} from '@grafana/scenes';
import { DashboardCursorSync } from '@grafana/schema';
import { type QueryClient } from '@tanstack/react-query';

import { type Layer, LAYERS, type Signal } from '../api/types';
import { LogSection } from '../signals/logs';
import { IncidentsLayer } from '../signals/scene/IncidentsLayer';
import { TimeControls } from '../signals/scene/TimeControls';
import { PrometheusVariable, ScopeVariable } from '../signals/scene/variables';
import { type Scope } from '../signals/scope';
import { type Thing } from '../signals/things';
import { DrillBody } from './DrillBody';
import { LayerColumn } from './LayerColumn';
import { type Ranked } from './rank';

interface Options {
  thing: Thing;
  ranked: Map<Layer, Ranked[]>;
  scope: Scope;
  /** The signal of error lines, where there is one about the thing. */
  logs?: Signal;
  client: QueryClient;
}

/** The scene of a drill-down page: one time range and one crosshair over four layers. */
export function drillScene({ thing: { kind }, ranked, scope, logs, client }: Options): EmbeddedScene {
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ from: 'now-1h', to: 'now' }),
    $variables: new SceneVariableSet({
      variables: [new PrometheusVariable(), new ScopeVariable('cluster', t('drill.cluster', 'Cluster'), client)],
    }),
    $data: new SceneDataLayerSet({
      name: t('drill.incident-regions', 'Incidents'),
      layers: [new IncidentsLayer(client)],
    }),
    $behaviors: [new behaviors.CursorSync({ key: 'drill', sync: DashboardCursorSync.Crosshair })],
    controls: [
      new VariableValueSelectors({}),
      new SceneDataLayerControls(),
      new SceneControlsSpacer(),
      new TimeControls({ refresh: '30s', intervals: ['10s', '30s', '1m', '5m'] }),
    ],
    body: new DrillBody({
      columns: LAYERS.map(
        (layer) => new LayerColumn({ key: layer, kind, layer, ranked: ranked.get(layer) ?? [], scope })
      ),
      logs: logs && new LogSection({ signal: logs, scope }),
    }),
  });
}
