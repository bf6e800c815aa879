import React, { useState } from 'react';
import { type NavModelItem } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { UrlSyncContextProvider } from '@grafana/scenes';
import { useLocation } from 'react-router-dom';

import { useQueryClient } from '@tanstack/react-query';
import { useLayerSignals } from '../api/catalog';
import { type Layer, LAYERS, type SignalList } from '../api/types';
import { navUrl } from '../app/nav';
import { NoDataSource } from '../signals/NoDataSource';
import { listDataSources } from '../signals/providers/sources';
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
  const signals = useLayerSignals(layer);
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
  if (signals.data.signals.length === 0) {
    return <EmptyState title={t('layer.no-signals', 'The catalog has no signal for this layer')} />;
  }
  return listDataSources().length > 0 ? <LayerScene layer={layer} list={signals.data} /> : <NoDataSource />;
}

function LayerScene({ layer, list }: { layer: Layer; list: SignalList }) {
  const client = useQueryClient();
  const [scene] = useState(() => layerScene(layer, list, client));
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
