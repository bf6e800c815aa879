import { type ComponentType } from 'react';
import { locationUtil, setLocale, setTimeZoneResolver, setWeekStart, getTimeZone } from '@grafana/data';
import {
  type PluginPageProps,
  config,
  locationService,
  setAppEvents,
  setBackendSrv,
  setChromeHeaderHeightHook,
  setCurrentUser,
  setDataSourceSrv,
  setEchoSrv,
  setGrafanaLiveSrv,
  setLocationSrv,
  setMegaMenuOpenHook,
  setPluginComponentHook,
  setPluginComponentsHook,
  setPluginFunctionsHook,
  setPluginImportUtils,
  setPluginLinksHook,
  setReturnToPreviousHook,
  setRunRequest,
  setTemplateSrv,
} from '@grafana/runtime';
import { initializeLoggersRegistry } from '@grafana/runtime/unstable';
import { setPluginPage } from 'internal:@grafana/runtime/components/PluginPage';
import { setDataSourcePluginImporter } from 'internal:@grafana/runtime/services/dataSource/dataSource';
import { initDataSourceInstanceSettings } from 'internal:@grafana/runtime/services/dataSource/settings';
import { headerHeight } from '../chrome/kiosk';
import { appEvents } from './appEvents';
import { backendSrv } from './backendSrv';
import { dataSourceSrv, importDataSource } from './dataSourceSrv';
import { liveSrv } from './live';
import { panelImport } from './panels';
import { initRegistries } from './registries';
import { runRequest } from './runRequest';
import { templateSrv } from './templateSrv';

/** Sets every service that @grafana/runtime hands out. Must run before any plugin code. */
export function initSingletons(pluginPage: ComponentType<PluginPageProps>) {
  initializeLoggersRegistry();
  setAppEvents(appEvents);
  setBackendSrv(backendSrv);
  setTemplateSrv(templateSrv);
  initDataSourceInstanceSettings(config.datasources, config.defaultDatasource);
  setDataSourcePluginImporter(importDataSource);
  setDataSourceSrv(dataSourceSrv);
  setRunRequest(runRequest);
  setGrafanaLiveSrv(liveSrv);
  setPluginImportUtils(panelImport);
  setCurrentUser(config.bootData.user);
  setLocationSrv({ update: ({ path, query, partial, replace }) => navigate(path, query, partial, replace) });
  setEchoSrv({ flush() {}, addBackend() {}, addEvent() {}, onInteraction: () => () => {} });
  setPluginPage(pluginPage);
  initRegistries();
  initHooks();
  initLocale();
}

function navigate(path?: string, query: Record<string, unknown> = {}, partial?: boolean, replace?: boolean) {
  if (partial) {
    locationService.partial(query, replace);
    return;
  }
  const go = replace ? locationService.replace : locationService.push;
  go({
    pathname: path ?? locationService.getLocation().pathname,
    search: new URLSearchParams(query as Record<string, string>).toString(),
  });
}

/** No other plugin is installed, so nothing is ever added to an extension point. */
function initHooks() {
  setPluginLinksHook(() => ({ links: [], isLoading: false }));
  setPluginComponentHook(() => ({ component: null, isLoading: false }));
  setPluginComponentsHook(() => ({ components: [], isLoading: false }));
  setPluginFunctionsHook(() => ({ functions: [], isLoading: false }));
  setReturnToPreviousHook(() => () => {});
  setMegaMenuOpenHook(() => [false, () => {}]);
  setChromeHeaderHeightHook(headerHeight);
}

function initLocale() {
  const { user } = config.bootData;
  setLocale(user.language);
  setWeekStart(user.weekStart);
  setTimeZoneResolver(() => user.timezone);
  locationUtil.initialize({
    config: { appSubUrl: config.appSubUrl } as typeof config & Parameters<typeof locationUtil.initialize>[0]['config'],
    getVariablesUrlParams: () => ({}),
    getTimeRangeForUrl: () => ({ from: 'now-1h', to: 'now', timezone: getTimeZone() }),
  });
}
