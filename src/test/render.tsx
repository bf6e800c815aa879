import React, { useLayoutEffect, useState } from 'react';
import { PluginContextProvider, type PluginMeta } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Router, Routes } from 'react-router-dom';

import { LiveProvider } from '../api/live';
import { AppRoutes } from '../app/AppRoutes';
import { PLUGIN_ID } from '../constants';

/** Draws the app at a path such as `incidents?state=all`, inside of a router that follows Grafana's history. */
export function renderApp(path: string) {
  locationService.push(`/a/${PLUGIN_ID}/${path}`);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const view = render(
    <PluginContextProvider meta={{ id: PLUGIN_ID } as PluginMeta}>
      <QueryClientProvider client={client}>
        <LiveProvider>
          <HostRouter>
            <Routes>
              <Route path={`/a/${PLUGIN_ID}/*`} element={<AppRoutes />} />
            </Routes>
          </HostRouter>
        </LiveProvider>
      </QueryClientProvider>
    </PluginContextProvider>
  );
  return { ...view, user: userEvent.setup({ delay: null }) };
}

export function HostRouter({ children }: React.PropsWithChildren) {
  const history = locationService.getHistory();
  const [location, setLocation] = useState(history.location);
  useLayoutEffect(() => history.listen((next: typeof location) => setLocation(next)), [history]);
  return (
    <Router navigator={history} location={location}>
      {children}
    </Router>
  );
}

/** Path and query where the app is now, without the app's own prefix. */
export function here(): string {
  const { pathname, search } = locationService.getLocation();
  return pathname.replace(`/a/${PLUGIN_ID}/`, '') + search;
}
