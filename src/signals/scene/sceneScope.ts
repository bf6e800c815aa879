import {
  MultiValueVariable,
  sceneGraph,
  type SceneObject,
  type SceneVariable,
  type VariableValue,
} from '@grafana/scenes';

import { type Scope, SCOPE_NAMES, type ScopeValue } from '../scope';

/** The names of the variables that signals depend on beside those of the scope. */
export const PROMETHEUS_VARIABLE = 'ds_prometheus';
export const PIXIE_CLUSTER_VARIABLE = 'pixieCluster';

const ALL_TEXT = '$__all';
const ALL_REGEX = '.*';

/** What the variables around a scene object are limited to. */
export function sceneScope(model: SceneObject): Scope {
  const scope: Scope = {};
  for (const name of SCOPE_NAMES) {
    const value = scopeValue(sceneGraph.lookupVariable(name, model));
    if (value !== undefined) {
      scope[name] = value;
    }
  }
  return scope;
}

/** Values of a list are literal; a variable of another type, such as a constant, holds a regular expression. */
function scopeValue(variable: SceneVariable | null): ScopeValue | undefined {
  if (!variable) {
    return undefined;
  }
  if (variable instanceof MultiValueVariable) {
    const { value } = variable.state;
    const picked = toTexts(value).filter((one) => one !== '');
    return picked.length === 0 || picked.includes(ALL_TEXT) || picked.includes(ALL_REGEX) ? undefined : picked;
  }
  const regex = toTexts(variable.getValue() ?? '')[0];
  return regex === undefined || regex === '' || regex === ALL_REGEX ? undefined : { regex };
}

function toTexts(value: VariableValue): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** The data sources that somebody picked; undefined: all. */
export function pickedDataSources(model: SceneObject): string[] | undefined {
  const variable = sceneGraph.lookupVariable(PROMETHEUS_VARIABLE, model);
  if (!(variable instanceof MultiValueVariable)) {
    return undefined;
  }
  const picked = toTexts(variable.state.value).filter((one) => one !== '');
  return picked.length === 0 || picked.includes(ALL_TEXT) ? undefined : picked;
}

/** The cluster that Pixie is asked about; undefined: that of its data source. */
export function pixieCluster(model: SceneObject): string | undefined {
  const value = sceneGraph.lookupVariable(PIXIE_CLUSTER_VARIABLE, model)?.getValue();
  return typeof value === 'string' && value !== '' ? value : undefined;
}
