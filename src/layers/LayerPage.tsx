import React, { useState } from 'react';
import { type NavModelItem } from '@grafana/data';
import { t } from '@grafana/i18n';
import { locationService, PluginPage } from '@grafana/runtime';
import { UrlSyncContextProvider } from '@grafana/scenes';
import { useLocation } from 'react-router-dom';

import { useSignals } from '../api/catalog';
import { type Layer, LAYERS, type Signal } from '../api/types';
import { navUrl, URL_KEYS } from '../app/nav';
import { choosePrometheus } from '../signals/dataSource';
import { NoPrometheus } from '../signals/NoPrometheus';
import { EmptyState } from '../ui/EmptyState';
import { layerName, layerQuestion } from '../ui/layers';
import { Loading } from '../ui/Loading';
import { QueryError } from '../ui/QueryError';
import { layerScene } from './layerScene';

export function LayerPage({ layer }: { layer: Layer }) {
  const { search } = useLocation();
  return (
    <PluginPage pageNav={pageNav(layer, search)} subTitle={layerQuestion(layer)}>
      <LayerBody layer={layer} />
    </PluginPage>
  );
}

function LayerBody({ layer }: { layer: Layer }) {
  const signals = useSignals(layer);
  if (signals.isPending) {
    return <Loading />;
  }
  if (signals.isError) {
    return (
      <QueryError
        title={t('layer.catalog-failed', 'The signal catalog could not be loaded')}
        error={signals.error}
        onRetry={() => void signals.refetch()}
      />
    );
  }
  if (signals.data.length === 0) {
    return <EmptyState title={t('layer.no-signals', 'The catalog has no signal for this layer')} />;
  }
  return <LayerScene signals={signals.data} />;
}

function LayerScene({ signals }: { signals: Signal[] }) {
  const [source] = useState(() => choosePrometheus(locationService.getSearch().get(URL_KEYS.dataSource)));
  return source ? <LoadedScene signals={signals} dataSourceUid={source.uid} /> : <NoPrometheus />;
}

function LoadedScene({ signals, dataSourceUid }: { signals: Signal[]; dataSourceUid: string }) {
  const [scene] = useState(() => layerScene(signals, dataSourceUid));
  return (
    <UrlSyncContextProvider scene={scene} updateUrlOnInit createBrowserHistorySteps>
      <scene.Component model={scene} />
    </UrlSyncContextProvider>
  );
}

/**
 * The layers are tabs of one view: filters and time range go along.
 * The breadcrumb is that of the navigation; Grafana would add the page and its active tab to it.
 */
function pageNav(current: Layer, search: string): NavModelItem {
  return {
    text: layerName(current),
    hideFromBreadcrumbs: true,
    children: LAYERS.map((layer) => ({
      text: layerName(layer),
      url: navUrl(layer) + search,
      active: layer === current,
    })),
  };
}
