// Every import here is part of module.js, which Grafana loads before it draws anything: only lazy() wrappers belong here.
import React, { lazy, Suspense } from 'react';
import { AppPlugin } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';

const LazyApp = lazy(async () => {
  const { initTranslations } = await import('./app/i18n');
  await initTranslations();
  return { default: (await import('./app/App')).App };
});

// The host's own Suspense differs between Grafana 12.4 and 13, so the page brings one that works in both.
const App = () => (
  <Suspense fallback={<LoadingPlaceholder text="" />}>
    <LazyApp />
  </Suspense>
);

export const plugin = new AppPlugin().setRootPage(App);
