import { type DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { sceneGraph, type SceneObject, SceneQueryRunner } from '@grafana/scenes';

/** The data source that a panel asks, with its variable filled in. */
export function dataSourceOf(model: SceneObject): DataSourceInstanceSettings | undefined {
  const runner = sceneGraph.findObject(model, (object) => object instanceof SceneQueryRunner);
  if (!(runner instanceof SceneQueryRunner)) {
    return undefined;
  }
  return getDataSourceSrv().getInstanceSettings(sceneGraph.interpolate(model, runner.state.datasource?.uid));
}
