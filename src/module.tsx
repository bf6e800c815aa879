// Every import here is part of module.js, which Grafana loads before it draws anything: only lazy() wrappers belong here.
import React, { lazy, Suspense } from 'react';
import { AppPlugin, type AppPluginMeta, type PluginConfigPageProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';

import { register } from './extensions/register';
import { type StrataJsonData } from './settings/config/jsonData';

const LazyApp = lazy(async () => {
  const { initAppTranslations } = await import('./app/i18n');
  await initAppTranslations();
  return { default: (await import('./app/App')).App };
});

const LazyConfigPage = lazy(async () => {
  const { initAppTranslations } = await import('./app/i18n');
  await initAppTranslations();
  return { default: (await import('./settings/config/ConfigPage')).ConfigPage };
});

// The host's own Suspense differs between Grafana 12.4 and 13, so the page brings one that works in both.
const App = () => (
  <Suspense fallback={<LoadingPlaceholder text="" />}>
    <LazyApp />
  </Suspense>
);

const ConfigPage = (props: PluginConfigPageProps<AppPluginMeta<StrataJsonData>>) => (
  <Suspense fallback={<LoadingPlaceholder text="" />}>
    <LazyConfigPage {...props} />
  </Suspense>
);

export const plugin = register(
  new AppPlugin<StrataJsonData>()
    .setRootPage(App)
    .addConfigPage({ title: 'Configuration', icon: 'cog', body: ConfigPage, id: 'configuration' })
);
