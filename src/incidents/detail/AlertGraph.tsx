import React, { useState } from 'react';
import { dateTime } from '@grafana/data';
import { EmbeddedScene, SceneTimeRange } from '@grafana/scenes';

import { type AlertOccurrence, type Signal } from '../../api/types';
import { signalPanel } from '../../signals/scene/SignalPanel';
import { alertScope, alertSpan } from './alertExplore';
import { followNow } from './followNow';

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
