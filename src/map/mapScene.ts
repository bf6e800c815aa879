import { t } from '@grafana/i18n';
import {
  EmbeddedScene,
  SceneControlsSpacer,
  SceneTimeRange,
  SceneVariableSet,
  VariableValueSelectors,
} from '@grafana/scenes';
import { type QueryClient } from '@tanstack/react-query';

import { type Signal } from '../api/types';
import { TimeControls } from '../signals/scene/TimeControls';
import { PrometheusVariable, ScopeVariable } from '../signals/scene/variables';
import { MapBody } from './MapBody';

/** The map shows the end of the time range: rates are taken over the interval before it. */
export function mapScene(signals: Signal[], client: QueryClient): EmbeddedScene {
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ from: 'now-15m', to: 'now' }),
    $variables: new SceneVariableSet({
      variables: [
        new PrometheusVariable(),
        new ScopeVariable('cluster', t('map.cluster', 'Cluster'), client),
        new ScopeVariable('namespace', t('map.namespace', 'Namespace of the callee'), client),
      ],
    }),
    controls: [
      new VariableValueSelectors({}),
      new SceneControlsSpacer(),
      new TimeControls({ refresh: '1m', intervals: ['30s', '1m', '5m'] }),
    ],
    body: new MapBody({ signals }),
  });
}
