import React, { useMemo, useState } from 'react';
import { t } from '@grafana/i18n';
import { UrlSyncContextProvider } from '@grafana/scenes';
import { useQueryClient } from '@tanstack/react-query';

import { useSignals } from '../api/catalog';
import { type Signal } from '../api/types';
import { chooseProvider, summarise } from '../signals/providers/choose';
import { type Probe } from '../signals/providers/probe';
import { useProbes } from '../signals/providers/useProbes';
import { narrowSignal, scopeOf, type Thing } from '../signals/things';
import { Loading } from '../ui/Loading';
import { QueryError } from '../ui/QueryError';
import { drillScene } from './drillScene';
import { type Conspicuous, rankSignals } from './rank';
import { useAbnormal } from './useAbnormal';
import { type ThingAlerts } from './useThingAlerts';
import { type TopologyState } from './useTopology';
import { useSettled } from './useSettled';
import { type View } from './view';

interface Props {
  thing: Thing;
  related: TopologyState;
  alerts: ThingAlerts;
  view: View;
}

/** The log whose lines stand below the layers. */
const ERROR_LOG = 'app-error-logs';

/** The four layers, once it is known what matters most. */
export function Layers({ thing, related, alerts, view }: Props) {
  const catalog = useSignals();
  if (catalog.isError) {
    return (
      <QueryError
        title={t('drill.catalog-failed', 'The signal catalog could not be loaded')}
        error={catalog.error}
        onRetry={() => void catalog.refetch()}
      />
    );
  }
  return catalog.data && !related.pending ? (
    <Ranking thing={thing} related={related} alerts={alerts} view={view} signals={catalog.data.signals} />
  ) : (
    <Loading />
  );
}

function Ranking({ thing, related, alerts, view, signals }: Props & { signals: Signal[] }) {
  const own = useMemo(
    () => signals.filter((signal) => signal.enabled && narrowSignal(signal, thing.kind) !== undefined),
    [signals, thing.kind]
  );
  const { probes, pending } = useProbes();
  const abnormal = useAbnormal(thing, own, related.topology, view);
  const firing = alerts.firing.flatMap(({ signal }) => signal ?? []);
  // A slow data source must not keep the page empty; what comes later does not move what is read already.
  const known = useSettled<Conspicuous>(
    { firing: new Set(firing), abnormal: abnormal.ids, seen: abnormal.seen },
    alerts.pending || abnormal.pending || pending
  );
  const answering = useSettled<Probe[]>(probes, pending);
  return known && answering ? (
    <Scene thing={thing} related={related} signals={own} known={known} probes={answering} />
  ) : (
    <Loading />
  );
}

interface SceneProps extends Pick<Props, 'thing' | 'related'> {
  signals: Signal[];
  known: Conspicuous;
  probes: Probe[];
}

function Scene({ thing, related, signals, known, probes }: SceneProps) {
  const scope = scopeOf(thing, related.topology);
  // Other pods are another scene: its panels are limited to them.
  return (
    <FixedScene
      key={JSON.stringify(scope)}
      thing={thing}
      related={related}
      signals={signals}
      known={known}
      probes={probes}
    />
  );
}

function FixedScene({ thing, related, signals, known, probes }: SceneProps) {
  const client = useQueryClient();
  const [scene] = useState(() => {
    const canAnswer = (signal: Signal) => chooseProvider(summarise(signal), probes)?.state !== undefined;
    return drillScene({
      thing,
      ranked: rankSignals(signals, thing.kind, known, canAnswer),
      scope: scopeOf(thing, related.topology),
      logs: thing.kind === 'service' ? signals.find(({ id }) => id === ERROR_LOG) : undefined,
      client,
    });
  });
  return (
    <UrlSyncContextProvider scene={scene} updateUrlOnInit createBrowserHistorySteps>
      <scene.Component model={scene} />
    </UrlSyncContextProvider>
  );
}
