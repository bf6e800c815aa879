import { PluginContextProvider } from '@grafana/data';
import { config, locationSearchToObject } from '@grafana/runtime';
import { Alert } from '@grafana/ui';
import React, { Suspense } from 'react';
import { useLocation } from 'react-router';
import { boot } from '../boot';
import { Loading } from './Loading';
import { PluginPage } from './PluginPage';
import { usePlugin } from './usePlugin';

/** /plugins/<id>: the app's configuration pages, as tabs chosen by ?page=. */
export function ConfigPage() {
  const { search } = useLocation();
  const { plugin, error } = usePlugin();
  const query = locationSearchToObject(search);
  if (config.bootData.user.orgRole !== 'Admin') {
    return (
      <PluginPage pageNav={{ text: boot.app.name }}>
        <Alert severity="warning" title="Only an Admin may configure plugins" />
      </PluginPage>
    );
  }
  if (error) {
    return (
      <PluginPage pageNav={{ text: boot.app.name }}>
        <Alert severity="error" title={error.message} />
      </PluginPage>
    );
  }
  if (!plugin) {
    return <Loading />;
  }
  const pages = plugin.configPages ?? [];
  const page = pages.find((p) => p.id === query.page) ?? pages[0];
  const tabs = pages.map((p) => ({ text: p.title, url: `/plugins/${boot.app.id}?page=${p.id}`, active: p === page }));
  return (
    <PluginPage pageNav={{ text: boot.app.name, subTitle: plugin.meta.info.description, children: tabs }}>
      {page ? (
        <PluginContextProvider meta={plugin.meta}>
          <Suspense fallback={<Loading />}>
            <page.body plugin={plugin} query={query} />
          </Suspense>
        </PluginContextProvider>
      ) : (
        <Alert severity="info" title="This app has no configuration page" />
      )}
    </PluginPage>
  );
}
