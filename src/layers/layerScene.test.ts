import {
  behaviors,
  DataSourceVariable,
  QueryVariable,
  SceneCSSGridLayout,
  sceneGraph,
  SceneQueryRunner,
} from '@grafana/scenes';

import { aSignal } from '../test/fixtures';
import { SignalPanel } from '../signals/scene/SignalPanel';
import { layerScene } from './layerScene';

const scene = () => layerScene([aSignal(), aSignal({ id: 'dns', group: 'dns', title: 'DNS' })], 'prom');

describe('layerScene', () => {
  it('has the data source and the filters in the URL, all of them by default', () => {
    const variables = sceneGraph.getVariables(scene()).state.variables;

    expect(variables.map(({ state }) => state.name)).toEqual(['ds_prometheus', 'cluster', 'namespace', 'service']);
    expect(variables[0]).toBeInstanceOf(DataSourceVariable);
    for (const variable of variables.slice(1)) {
      expect(variable).toBeInstanceOf(QueryVariable);
      expect(variable.state).toMatchObject({ isMulti: true, allValue: '.*', defaultToAll: true });
      expect(variable.urlSync?.getKeys()).toEqual([`var-${variable.state.name}`]);
    }
  });

  it('asks the chosen data source only, panel by panel, when a panel comes into view', () => {
    const built = scene();
    const runners = sceneGraph.findAllObjects(built, (object) => object instanceof SceneQueryRunner);
    const grids = sceneGraph.findAllObjects(built, (object) => object instanceof SceneCSSGridLayout);

    expect(runners.map(({ state }) => Reflect.get(state, 'datasource'))).toEqual([
      { type: 'prometheus', uid: '${ds_prometheus}' },
      { type: 'prometheus', uid: '${ds_prometheus}' },
    ]);
    expect(grids.map(({ state }) => Reflect.get(state, 'isLazy'))).toEqual([true, true]);
  });

  it('has a section per group, a panel per signal, and one crosshair', () => {
    const built = scene();
    const panels = sceneGraph.findAllObjects(built, (object) => object instanceof SignalPanel);

    expect(panels.map(({ state }) => state.key)).toEqual(['http-5xx-ratio', 'dns']);
    expect(built.state.$behaviors?.[0]).toBeInstanceOf(behaviors.CursorSync);
  });
});
