import React, { useEffect, useState } from 'react';
import { type AppPluginMeta } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { type EmbeddedScene, UrlSyncContextProvider } from '@grafana/scenes';
import { Alert } from '@grafana/ui';
import { useParams } from 'react-router';
import { boot } from '../boot';
import { type Dashboard, dashboardScene } from './dashboardScene';
import { GrafanaPage } from './GrafanaPage';
import { Loading } from './Loading';
import { PluginPage } from './PluginPage';

type State = { dashboard: Dashboard; scene: EmbeddedScene } | 'loading' | 'unknown' | Error;

/** The dashboards that the app brings along, as Grafana adds them when it is enabled. */
async function appDashboard(uid: string): Promise<Dashboard | undefined> {
  const { includes = [], baseUrl }: AppPluginMeta = await getBackendSrv().get(`/api/plugins/${boot.app.id}/settings`);
  const paths = includes.filter(({ type }) => type === 'dashboard').flatMap(({ path }) => path ?? []);
  const all = await Promise.all(paths.map((path): Promise<Dashboard> => getBackendSrv().get(`/${baseUrl}/${path}`)));
  return all.find((one) => one.uid === uid);
}

/** One dashboard of the app, to be looked at; it cannot be edited here. */
export default function DashboardPage() {
  const { uid = '' } = useParams();
  const [state, setState] = useState<State>('loading');
  useEffect(() => {
    let gone = false;
    appDashboard(uid).then(
      (dashboard) => !gone && setState(dashboard ? { dashboard, scene: dashboardScene(dashboard) } : 'unknown'),
      (error: unknown) => !gone && setState(error instanceof Error ? error : new Error(String(error)))
    );
    return () => {
      gone = true;
    };
  }, [uid]);
  if (state === 'loading') {
    return <Loading />;
  }
  if (state === 'unknown') {
    return <GrafanaPage />;
  }
  if (state instanceof Error) {
    return <Alert severity="error" title={`The dashboard did not load: ${state.message}`} />;
  }
  const { scene, dashboard } = state;
  return (
    <PluginPage pageNav={{ text: dashboard.title }}>
      <UrlSyncContextProvider scene={scene} updateUrlOnInit createBrowserHistorySteps>
        <scene.Component model={scene} />
      </UrlSyncContextProvider>
    </PluginPage>
  );
}
