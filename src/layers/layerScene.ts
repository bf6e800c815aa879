import { VariableRefresh, VariableSort } from '@grafana/data';
import {
  behaviors,
  DataSourceVariable,
  EmbeddedScene,
  QueryVariable,
  SceneControlsSpacer,
  SceneCSSGridLayout,
  SceneFlexLayout,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  SceneVariableSet,
  VariableValueSelectors,
} from '@grafana/scenes';
import { DashboardCursorSync } from '@grafana/schema';
import { t } from '@grafana/i18n';

import { type Signal } from '../api/types';
import { PROMETHEUS } from '../signals/dataSource';
import { groupSignals, type SignalGroup } from '../signals/groups';
import { signalData } from '../signals/scene/signalData';
import { SignalPanel } from '../signals/scene/SignalPanel';
import { LayerSection } from './LayerSection';

const DATA_SOURCE = { type: PROMETHEUS, uid: '${ds_prometheus}' };

/** Every layer page is this scene; what differs is in the catalog. */
export function layerScene(signals: Signal[], dataSourceUid: string): EmbeddedScene {
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ from: 'now-1h', to: 'now' }),
    $variables: layerVariables(dataSourceUid),
    $behaviors: [new behaviors.CursorSync({ key: 'layer', sync: DashboardCursorSync.Crosshair })],
    controls: [
      new VariableValueSelectors({}),
      new SceneControlsSpacer(),
      new SceneTimePicker({ isOnCanvas: true }),
      new SceneRefreshPicker({
        refresh: '30s',
        intervals: ['10s', '30s', '1m', '5m'],
        isOnCanvas: true,
        withText: true,
      }),
    ],
    body: new SceneFlexLayout({ direction: 'column', children: groupSignals(signals).map(section) }),
  });
}

function section({ id, title, signals }: SignalGroup): LayerSection {
  return new LayerSection({
    key: `section-${id}`,
    title,
    body: new SceneCSSGridLayout({
      templateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))',
      autoRows: '300px',
      isLazy: true,
      children: signals.map(
        (signal) => new SignalPanel({ key: signal.id, signal, $data: signalData(signal, DATA_SOURCE) })
      ),
    }),
  });
}

function layerVariables(dataSourceUid: string): SceneVariableSet {
  return new SceneVariableSet({
    variables: [
      new DataSourceVariable({
        name: 'ds_prometheus',
        label: t('layer.variable.data-source', 'Data source'),
        pluginId: PROMETHEUS,
        value: dataSourceUid,
      }),
      labelVariable('cluster', t('layer.variable.cluster', 'Cluster'), 'label_values(cluster)'),
      labelVariable(
        'namespace',
        t('layer.variable.namespace', 'Namespace'),
        'label_values(kube_pod_info{cluster=~"$cluster"}, namespace)'
      ),
      labelVariable(
        'service',
        t('layer.variable.service', 'Service'),
        'label_values(http_server_request_duration_seconds_count{k8s_cluster_name=~"$cluster",k8s_namespace_name=~"$namespace"}, service_name)'
      ),
    ],
  });
}

/** "All" is `.*`, which also matches series without the label; a value that is not in the list can be typed. */
function labelVariable(name: string, label: string, query: string): QueryVariable {
  return new QueryVariable({
    name,
    label,
    datasource: DATA_SOURCE,
    query: { query, refId: `variable-${name}` },
    isMulti: true,
    includeAll: true,
    defaultToAll: true,
    allValue: '.*',
    allowCustomValue: true,
    refresh: VariableRefresh.onDashboardLoad,
    sort: VariableSort.alphabeticalCaseInsensitiveAsc,
    maxVisibleValues: 2,
  });
}
