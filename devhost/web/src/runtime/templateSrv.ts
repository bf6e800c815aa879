import { type ScopedVars, type TimeRange, type TypedVariableModel } from '@grafana/data';
import { type TemplateSrv } from '@grafana/runtime';
import { SceneObjectBase, type SceneObject, sceneGraph } from '@grafana/scenes';

type Format = string | ((...args: unknown[]) => string);

const pattern = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}/g;

/** The scene that a query belongs to, else the one that is shown. It may come from the plugin's own copy of scenes. */
function sceneOf(scopedVars?: ScopedVars): SceneObject | undefined {
  const own: unknown = scopedVars?.__sceneObject?.value;
  const candidate: unknown =
    own && typeof own === 'object' ? own.valueOf() : Reflect.get(window, '__grafanaSceneContext');
  const isScene =
    candidate instanceof SceneObjectBase || (!!candidate && typeof candidate === 'object' && 'state' in candidate);
  return isScene ? (candidate as SceneObject) : undefined;
}

function fromScopedVars(target: string, scopedVars: ScopedVars) {
  return target.replace(pattern, (match, plain, bracketed, _format, braced) => {
    const variable = scopedVars[plain ?? bracketed ?? braced];
    return variable?.value === undefined || variable.value === null ? match : String(variable.value);
  });
}

/** Finds the variables of the shown scene and its parents. */
function sceneVariables(): TypedVariableModel[] {
  const models: object[] = [];
  for (let scene = sceneOf(); scene; scene = scene.parent) {
    for (const v of scene.state.$variables?.state.variables ?? []) {
      const value = v.getValue();
      models.push({ ...v.state, id: v.state.name, type: v.state.type, current: { value, text: value } });
    }
  }
  return models as TypedVariableModel[];
}

export const templateSrv: TemplateSrv = {
  getVariables: sceneVariables,
  replace(target = '', scopedVars?: ScopedVars, format?: string | Function) {
    if (!target.includes('$') && !target.includes('[[')) {
      return target;
    }
    const scene = sceneOf(scopedVars);
    return scene
      ? sceneGraph.interpolate(scene, target, scopedVars, format as Format)
      : fromScopedVars(target, scopedVars ?? {});
  },
  containsTemplate: (target = '') => target.search(pattern) >= 0,
  updateTimeRange(_range: TimeRange) {},
};
