import { sceneGraph, type SceneObject } from '@grafana/scenes';

const REFRESH_MS = 30_000;

/** Behaviour of a scene that ends now: its graphs go on, as long as somebody can see them. */
export function followNow(scene: SceneObject) {
  const timer = setInterval(() => {
    if (!document.hidden) {
      sceneGraph.getTimeRange(scene).onRefresh();
    }
  }, REFRESH_MS);
  return () => clearInterval(timer);
}
