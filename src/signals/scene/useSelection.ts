import { useEffect, useState } from 'react';
import { sceneGraph, type SceneObject, SceneVariableValueChangedEvent } from '@grafana/scenes';
import { isEqual } from 'lodash';

import { type Scope } from '../scope';
import { pickedDataSources, sceneScope } from './sceneScope';

export interface Selection {
  scope: Scope;
  /** Uids of the Prometheus data sources; undefined: all. */
  dataSources: string[] | undefined;
}

/** What the variables around a scene object say, for components that ask by themselves. */
export function useSelection(model: SceneObject): Selection {
  const [selection, setSelection] = useState(() => read(model));
  useEffect(() => {
    const update = () => setSelection((last) => keepIfEqual(last, read(model)));
    update();
    const subscription = sceneGraph.getVariables(model).subscribeToEvent(SceneVariableValueChangedEvent, update);
    return () => subscription.unsubscribe();
  }, [model]);
  return selection;
}

function read(model: SceneObject): Selection {
  return { scope: sceneScope(model), dataSources: pickedDataSources(model) };
}

function keepIfEqual(last: Selection, next: Selection): Selection {
  return isEqual(last, next) ? last : next;
}
