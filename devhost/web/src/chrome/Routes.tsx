import React, { lazy, Suspense } from 'react';
import { Navigate, Route, Routes as RouterRoutes, useParams } from 'react-router';
import { boot } from '../boot';
import { ConfigPage } from './ConfigPage';
import { ExplorePage } from './ExplorePage';
import { GrafanaPage } from './GrafanaPage';
import { PluginRoot } from './PluginRoot';
import { Loading } from './Loading';

const DashboardPage = lazy(() => import('./DashboardPage'));

/** Only the app itself is there; every other app id is a page of a real Grafana. Pages of the app see the parameter by Grafana's name. */
function AppRoute() {
  return useParams().pluginId === boot.app.id ? <PluginRoot /> : <GrafanaPage />;
}

function ConfigRoute() {
  return useParams().id === boot.app.id ? <ConfigPage /> : <GrafanaPage />;
}

export function Routes() {
  return (
    <Suspense fallback={<Loading />}>
      <RouterRoutes>
        <Route path="/" element={<Navigate to={boot.home} replace />} />
        <Route path="/a/:pluginId/*" element={<AppRoute />} />
        <Route path="/plugins/:id" element={<ConfigRoute />} />
        <Route path="/d/:uid/*" element={<DashboardPage />} />
        <Route path="/explore" element={<ExplorePage />} />
        <Route path="*" element={<GrafanaPage />} />
      </RouterRoutes>
    </Suspense>
  );
}
