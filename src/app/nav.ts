import { locationUtil, type NavModelItem } from '@grafana/data';
import { t } from '@grafana/i18n';

import { type Layer } from '../api/types';
import { PLUGIN_ID } from '../constants';

export const ROUTES = {
  overview: 'overview',
  incidents: 'incidents',
  reviews: 'reviews',
  triage: 'triage',
  alert: 'alert',
  coverage: 'coverage',
  alertRules: 'alert-rules',
  runbooks: 'runbooks',
  wall: 'wall',
  guide: 'guide',
  settings: 'settings',
  signalForm: 'settings/signal',
  service: 'service',
  node: 'node',
  pod: 'pod',
  map: 'map',
} as const;

/** Stands in an address for a namespace that is not known; no namespace can have this name. */
export const NO_NAMESPACE = '-';

/** The variables of the layer pages, as they stand in the URL. */
export const URL_KEYS = {
  dataSource: 'var-ds_prometheus',
  cluster: 'var-cluster',
  namespace: 'var-namespace',
  service: 'var-service',
} as const;

/** Path of a page of this app, without Grafana's sub-path: TextLink, React Router and locationService add it. */
export function prefixRoute(route: string): string {
  return `/a/${PLUGIN_ID}/${route}`;
}

/** As prefixRoute, with Grafana's sub-path: breadcrumbs and tabs take their address as it is. */
export function navUrl(route: string): string {
  return locationUtil.assureBaseUrl(prefixRoute(route));
}

/** The app, as parent of a page that the navigation does not have; Grafana finds it for all others. */
export function appNav(): NavModelItem {
  return { text: t('app.name', 'Strata'), url: navUrl(ROUTES.overview) };
}

/** Route of a runbook's page, and of what can be done there. */
export function runbookRoute(id: string, part?: 'edit' | 'versions'): string {
  return [ROUTES.runbooks, encodeURIComponent(id), part].filter(Boolean).join('/');
}

/** A tab of the settings, such as `sources`; the first one when it is left out. */
export function settingsPath(tab = 'status'): string {
  return prefixRoute(`${ROUTES.settings}/${tab}`);
}

export function incidentPath(number: number): string {
  return prefixRoute(`${ROUTES.incidents}/${number}`);
}

/** The review of an incident; it has the incident's number. */
export function reviewPath(number: number): string {
  return prefixRoute(`${ROUTES.reviews}/${number}`);
}

/** The row of a signal on the coverage page. */
export function coveragePath(signal: string): string {
  return prefixRoute(`${ROUTES.coverage}?${new URLSearchParams({ signal }).toString()}`);
}

/** The alert rules of a signal. */
export function alertRulesPath(signal: string): string {
  return prefixRoute(`${ROUTES.alertRules}?${new URLSearchParams({ signal }).toString()}`);
}

/** Where a signal is added, or this one is changed. */
export function signalFormPath(signal?: string): string {
  return prefixRoute(
    signal ? `${ROUTES.signalForm}?${new URLSearchParams({ id: signal }).toString()}` : ROUTES.signalForm
  );
}

export interface DrillFilter {
  cluster?: string;
  from?: string;
  to?: string;
}

/** Namespace and name of a service as they stand in its address. */
export function serviceSegments(name: string, namespace?: string): string {
  return [namespace || NO_NAMESPACE, name].map(encodeURIComponent).join('/');
}

/** All layers of one service. */
export function servicePath(name: string, namespace?: string, filter?: DrillFilter): string {
  return prefixRoute(`${ROUTES.service}/${serviceSegments(name, namespace)}${drillQuery(filter)}`);
}

/** All layers of one node. */
export function nodePath(name: string, filter?: DrillFilter): string {
  return prefixRoute(`${ROUTES.node}/${encodeURIComponent(name)}${drillQuery(filter)}`);
}

/** All layers of one pod. */
export function podPath(namespace: string, name: string, filter?: DrillFilter): string {
  return prefixRoute(`${ROUTES.pod}/${[namespace, name].map(encodeURIComponent).join('/')}${drillQuery(filter)}`);
}

function drillQuery({ cluster, from, to }: DrillFilter = {}): string {
  const params = new URLSearchParams();
  setIfGiven(params, URL_KEYS.cluster, cluster);
  setIfGiven(params, 'from', from);
  setIfGiven(params, 'to', to);
  const query = params.toString();
  return query && `?${query}`;
}

export interface LayerFilter {
  service?: string;
  dataSource?: string;
  /** Start of the time range as epoch milliseconds or a relative time such as now-1h. */
  from?: string;
  to?: string;
}

export function layerPath(layer: Layer, filter: LayerFilter = {}): string {
  const params = new URLSearchParams();
  setIfGiven(params, URL_KEYS.dataSource, filter.dataSource);
  setIfGiven(params, URL_KEYS.service, filter.service);
  setIfGiven(params, 'from', filter.from);
  setIfGiven(params, 'to', filter.to);
  const query = params.toString();
  return prefixRoute(query ? `${layer}?${query}` : layer);
}

function setIfGiven(params: URLSearchParams, key: string, value: string | undefined) {
  if (value) {
    params.set(key, value);
  }
}
