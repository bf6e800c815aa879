import React from 'react';
import { PluginContextProvider } from '@grafana/data';
import { locationSearchToObject, locationService } from '@grafana/runtime';
import { Alert } from '@grafana/ui';
import { useLocation } from 'react-router';
import { boot } from '../boot';
import { Loading } from './Loading';
import { PluginPage } from './PluginPage';
import { usePlugin } from './usePlugin';

const ignoreNav = () => {};

/** Everything below /a/<id>/: the app's own root page. */
export function PluginRoot() {
  const { pathname, search } = useLocation();
  const { plugin, error } = usePlugin();
  const closed = boot.app.closed.some((p) => pathname === p || pathname.startsWith(`${p}/`));
  if (closed) {
    return (
      <PluginPage pageNav={{ text: 'No access' }}>
        <Alert severity="warning" title="You do not have permission to see this page">
          Its plugin.json entry asks for a higher role. The role can be switched in the bar above.
        </Alert>
      </PluginPage>
    );
  }
  if (error) {
    return (
      <PluginPage pageNav={{ text: 'The plugin did not load' }}>
        <Alert severity="error" title={error.message} />
      </PluginPage>
    );
  }
  if (!plugin) {
    return <Loading />;
  }
  const Root = plugin.root;
  if (!Root) {
    return <Alert severity="info" title="This app has no pages of its own" />;
  }
  return (
    <PluginContextProvider meta={plugin.meta}>
      <Root
        meta={plugin.meta}
        basename={`/a/${plugin.meta.id}`}
        path={locationService.getLocation().pathname}
        query={locationSearchToObject(search)}
        onNavChanged={ignoreNav}
      />
    </PluginContextProvider>
  );
}
