import React, { useState } from 'react';
import { dateTime } from '@grafana/data';
import { EmbeddedScene, sceneGraph, SceneTimeRange } from '@grafana/scenes';

import { type AlertOccurrence, type Signal } from '../../api/types';
import { signalPanel } from '../../signals/scene/SignalPanel';
import { alertScope, alertSpan } from './alertExplore';

interface Props {
  alert: AlertOccurrence;
  signal: Signal;
}

/** The alert's signal around the time of the alert, for its service. */
export function AlertGraph(props: Props) {
  const [scene] = useState(() => graphScene(props));
  return <scene.Component model={scene} />;
}

function graphScene({ alert, signal }: Props): EmbeddedScene {
  const { fromMs, toMs } = alertSpan(alert);
  return new EmbeddedScene({
    $behaviors: toMs === undefined ? [followNow] : [],
    $timeRange: new SceneTimeRange({
      from: dateTime(fromMs).toISOString(),
      to: toMs === undefined ? 'now' : dateTime(toMs).toISOString(),
    }),
    body: signalPanel({ signal, scope: alertScope(alert) }),
  });
}

const REFRESH_MS = 30_000;

/** While the alert fires its graph goes on, as long as somebody can see it. */
function followNow(scene: EmbeddedScene) {
  const timer = setInterval(() => {
    if (!document.hidden) {
      sceneGraph.getTimeRange(scene).onRefresh();
    }
  }, REFRESH_MS);
  return () => clearInterval(timer);
}
