// Beside internal.d.ts: a file may import from one package once.
declare module 'internal:@grafana/runtime/services/dataSource/dataSource' {
  import { type DataSourcePluginMeta } from '@grafana/data';
  export function setDataSourcePluginImporter(importer: (meta: DataSourcePluginMeta) => Promise<object>): void;
}
