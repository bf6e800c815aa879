import { type DataSourceInstanceSettings, type DataSourcePluginMeta, DataSourceApi } from '@grafana/data';
import { type Observable, throwError } from 'rxjs';
import { ElasticSource } from './elasticsearch';
import { PixieSource } from './pixie';
import { MixedSource } from './mixed';
import { PrometheusSource } from './prometheus';

/** A type that the host has no queries for; it says so in the panel. */
class MissingSource extends DataSourceApi {
  private readonly message: string;

  constructor(settings: DataSourceInstanceSettings) {
    super(settings);
    this.message = `Data source type ${settings.type} is not supported in the devhost yet; use a real Grafana for it`;
  }

  override query(): Observable<never> {
    return throwError(() => new Error(this.message));
  }

  override testDatasource(): Promise<never> {
    return Promise.reject(new Error(this.message));
  }
}

type SourceClass = new (settings: DataSourceInstanceSettings) => DataSourceApi;

const known: Record<string, SourceClass> = {
  mixed: MixedSource as unknown as SourceClass,
  prometheus: PrometheusSource as unknown as SourceClass,
  elasticsearch: ElasticSource as unknown as SourceClass,
  'pixie-pixie-datasource': PixieSource as unknown as SourceClass,
};

/** The host's class for a data source type, or nothing when the type is a plugin of the bundle. */
export function builtInDataSource({ id, module }: DataSourcePluginMeta): SourceClass | undefined {
  return known[id] ?? (module.startsWith('core:') ? MissingSource : undefined);
}
