import './polyfills';
import React from 'react';
import { cache } from '@emotion/css';
import { OrgRole } from '@grafana/data';
import { config, type PluginPageProps, setBackendSrv } from '@grafana/runtime';
import { initPluginTranslations } from '@grafana/i18n';
import { cleanup, configure } from '@testing-library/react';

import { PLUGIN_ID } from '../constants';
import { fetchBackendSrv } from './backendSrv';
import { fakeLive } from './live';
import { fakeSceneHost } from './scenes';
import { server } from './server';

// On a busy machine a page needs longer than a second until its data is drawn.
configure({ asyncUtilTimeout: 10_000 });

// jsdom has no layout, but matches every rule on every look at an element: pages would take most of their time for that.
cache.sheet.insert = () => undefined;

// Grafana puts its own page frame in; the default shows neither title nor actions.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PluginPage: ({ pageNav, actions, children }: PluginPageProps) => (
    <main data-crumb={pageNav?.hideFromBreadcrumbs ? 'none' : pageNav?.url}>
      <h1>{pageNav?.text}</h1>
      {actions}
      {children}
    </main>
  ),
}));

beforeAll(async () => {
  server.listen({ onUnhandledRequest: 'error' });
  setBackendSrv(fetchBackendSrv());
  fakeSceneHost();
  await initPluginTranslations(PLUGIN_ID);
});

beforeEach(() => {
  fakeLive();
  config.bootData.user.orgRole = OrgRole.Editor;
  config.appUrl = 'https://grafana.example/sub/';
});

afterEach(() => {
  cleanup();
  jest.useRealTimers();
  server.resetHandlers();
});

afterAll(() => server.close());
