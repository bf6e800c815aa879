import { type DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';

export const PROMETHEUS = 'prometheus';

export function listPrometheus(): DataSourceInstanceSettings[] {
  return getDataSourceSrv().getList({ pluginId: PROMETHEUS });
}

/** The data source with this uid or name, else Grafana's default if it is a Prometheus, else the first one. */
export function choosePrometheus(
  wanted: string | null | undefined,
  list = listPrometheus()
): DataSourceInstanceSettings | undefined {
  return (
    list.find(({ uid, name }) => uid === wanted || name === wanted) ??
    list.find(({ isDefault }) => isDefault) ??
    list[0]
  );
}

export function dataSourceSettingsPath(uid: string): string {
  return `/connections/datasources/edit/${encodeURIComponent(uid)}`;
}

export const NEW_DATA_SOURCE_PATH = '/connections/datasources/new';
