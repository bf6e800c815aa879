import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { UrlSyncContextProvider } from '@grafana/scenes';
import { useQueryClient } from '@tanstack/react-query';

import { useLayerSignals } from '../api/catalog';
import { type Signal } from '../api/types';
import { navUrl, ROUTES } from '../app/nav';
import { NoDataSource } from '../signals/NoDataSource';
import { listDataSources } from '../signals/providers/sources';
import { Loading } from '../ui/Loading';
import { QueryError } from '../ui/QueryError';
import { mapScene } from './mapScene';

/** Who talks to whom. */
export function MapPage() {
  return (
    <PluginPage
      pageNav={{ text: t('map.title', 'Service map'), url: navUrl(ROUTES.map) }}
      subTitle={t('map.question', 'Who talks to whom, how much, and where does it fail?')}
    >
      {listDataSources().length > 0 ? <Loaded /> : <NoDataSource />}
    </PluginPage>
  );
}

function Loaded() {
  // Sources of flows are signals of the network.
  const catalog = useLayerSignals('network');
  if (catalog.isError) {
    return (
      <QueryError
        title={t('map.catalog-failed', 'The signal catalog could not be loaded')}
        error={catalog.error}
        onRetry={() => void catalog.refetch()}
      />
    );
  }
  return catalog.data ? <Scene signals={catalog.data.signals} /> : <Loading />;
}

function Scene({ signals }: { signals: Signal[] }) {
  const client = useQueryClient();
  const [scene] = useState(() => mapScene(signals, client));
  return (
    <UrlSyncContextProvider scene={scene} updateUrlOnInit createBrowserHistorySteps>
      <scene.Component model={scene} />
    </UrlSyncContextProvider>
  );
}
