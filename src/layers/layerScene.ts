import {
  behaviors,
  EmbeddedScene,
  SceneControlsSpacer,
  SceneDataLayerControls,
  SceneDataLayerSet,
  SceneTimeRange,
  VariableValueSelectors,
} from '@grafana/scenes';
import { t } from '@grafana/i18n';
import { DashboardCursorSync } from '@grafana/schema';
import { type QueryClient } from '@tanstack/react-query';

import { type Layer, type SignalList } from '../api/types';
import { IncidentsLayer } from '../signals/scene/IncidentsLayer';
import { TimeControls } from '../signals/scene/TimeControls';
import { signalVariables } from '../signals/scene/variables';
import { LayerBody } from './LayerBody';

/** Every layer page is this scene; what differs is in the catalog. */
export function layerScene(layer: Layer, { signals, groups }: SignalList, client: QueryClient): EmbeddedScene {
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ from: 'now-1h', to: 'now' }),
    $variables: signalVariables(client),
    $data: new SceneDataLayerSet({
      name: t('layer.incidents', 'Incidents'),
      layers: [new IncidentsLayer(client, layer)],
    }),
    $behaviors: [new behaviors.CursorSync({ key: 'layer', sync: DashboardCursorSync.Crosshair })],
    controls: [
      new VariableValueSelectors({}),
      new SceneDataLayerControls(),
      new SceneControlsSpacer(),
      new TimeControls({ refresh: '30s', intervals: ['10s', '30s', '1m', '5m'] }),
    ],
    body: new LayerBody({ layer, signals: signals.filter(({ enabled }) => enabled), groups }),
  });
}
