import { QueryClient } from '@tanstack/react-query';
import { behaviors, MultiValueVariable, sceneGraph, SceneQueryRunner } from '@grafana/scenes';

import { fakePrometheus } from '../test/dataSources';
import { aSignal } from '../test/fixtures';
import { SignalPanel } from '../signals/scene/SignalPanel';
import { LayerBody } from './LayerBody';
import { layerScene } from './layerScene';

const LIST = {
  signals: [
    aSignal(),
    aSignal({ id: 'dns', group: 'dns', title: 'DNS' }),
    aSignal({ id: 'off', group: 'dns', enabled: false }),
  ],
  groups: [
    { id: 'requests', layer: 'application' as const, title: 'Requests' },
    { id: 'dns', layer: 'application' as const, title: 'DNS' },
    { id: 'empty', layer: 'application' as const, title: 'Without signals' },
  ],
};

function build() {
  fakePrometheus({ uid: 'prom', name: 'Prom' }, { uid: 'second', name: 'Second' });
  const scene = layerScene('application', LIST, new QueryClient());
  const body = scene.state.body;
  if (!(body instanceof LayerBody)) {
    throw new Error('The body of a layer page is a LayerBody');
  }
  return { scene, body };
}

const panelsOf = (body: LayerBody) =>
  sceneGraph.findAllObjects(body, (object) => object instanceof SignalPanel).map(({ state }) => state.key);

describe('layerScene', () => {
  it('has the data sources and the filters in the URL; several of each can be picked', () => {
    const variables = sceneGraph.getVariables(build().scene).state.variables;

    expect(variables.map(({ state }) => state.name)).toEqual(['ds_prometheus', 'cluster', 'namespace', 'service']);
    for (const variable of variables) {
      expect(variable).toBeInstanceOf(MultiValueVariable);
      expect(variable.state).toMatchObject({ isMulti: true, includeAll: true });
      expect(variable.urlSync?.getKeys()).toEqual([`var-${variable.state.name}`]);
    }
    expect(variables[0]?.state).toMatchObject({ value: ['prom'] });
    expect(variables[1]?.state).toMatchObject({ value: '$__all', allValue: '.*', allowCustomValue: true });
  });

  it('asks nothing before a panel is drawn', () => {
    const { scene } = build();

    expect(sceneGraph.findAllObjects(scene, (object) => object instanceof SceneQueryRunner)).toEqual([]);
  });

  it('has a tab per group with signals, and one crosshair', () => {
    const { scene, body } = build();

    expect(body.state.groups.map(({ id }) => id)).toEqual(['requests', 'dns']);
    expect(panelsOf(body)).toEqual(['http-5xx-ratio']);
    expect(scene.state.$behaviors?.[0]).toBeInstanceOf(behaviors.CursorSync);
  });

  it('keeps the tab in the URL and ignores one that does not exist; what is switched off has no panel', () => {
    const { body } = build();

    body.updateFromUrl({ tab: 'dns' });
    body.updateFromUrl({ tab: 'nothing' });

    expect(body.getUrlState()).toEqual({ tab: 'dns' });
    expect(panelsOf(body)).toEqual(['http-5xx-ratio', 'dns']);
  });
});
