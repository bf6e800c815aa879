import {
  type DataSourceApi,
  type DataSourceInstanceSettings,
  type DataSourcePluginMeta,
  type DataSourceRef,
  type ScopedVars,
  type TypedVariableModel,
  DataSourcePlugin,
} from '@grafana/data';
import {
  type DataSourceSrv,
  type GetDataSourceListFilters,
  type RuntimeDataSourceRegistration,
  config,
  getBackendSrv,
  getTemplateSrv,
} from '@grafana/runtime';
import { initDataSourceInstanceSettings } from 'internal:@grafana/runtime/services/dataSource/settings';
import { builtInDataSource } from '../datasources/builtin';
import { MIXED_SETTINGS, MIXED_UID } from '../datasources/mixed';
import { importPlugin } from '../modules/systemjs';

type Ref = DataSourceRef | string | null | undefined;
type Settings = DataSourceInstanceSettings;

const first = (value: string | string[]) => (Array.isArray(value) ? value[0] : value);
const offers = ['metrics', 'annotations', 'tracing', 'logs', 'alerting'] as const;

/** Imports a data source type: one of the host's own, or a plugin nested in the app. */
export async function importDataSource(meta: DataSourcePluginMeta): Promise<DataSourcePlugin<DataSourceApi>> {
  const own = builtInDataSource(meta);
  if (own) {
    return new DataSourcePlugin(own);
  }
  const plugin = await importPlugin(meta.module);
  if (plugin instanceof DataSourcePlugin) {
    plugin.meta = meta;
    return plugin;
  }
  throw new Error(`${meta.id} is not a data source plugin`);
}

class HostDataSourceSrv implements DataSourceSrv {
  private instances = new Map<string, Promise<DataSourceApi>>();
  private runtime = new Map<string, DataSourceApi>();
  private settings: Record<string, Settings> = config.datasources;
  private defaultName = config.defaultDatasource;

  private all(): Settings[] {
    return [...Object.values(this.settings), ...[...this.runtime.values()].flatMap((ds) => runtimeSettings(ds))];
  }

  private lookup(nameOrUid: string): Settings | undefined {
    const name = nameOrUid === 'default' ? this.defaultName : nameOrUid;
    if (name === MIXED_UID) {
      return MIXED_SETTINGS;
    }
    const all = this.all();
    return (
      all.find((s) => s.uid === name) ?? all.find((s) => s.name === name) ?? all.find((s) => String(s.id) === name)
    );
  }

  getInstanceSettings(ref?: Ref, scopedVars?: ScopedVars): Settings | undefined {
    const nameOrUid = typeof ref === 'string' ? ref : ref?.uid;
    if (!nameOrUid || nameOrUid === 'default') {
      const type = ref && typeof ref === 'object' ? ref.type : undefined;
      const ofType = type ? this.all().filter((s) => s.type === type) : [];
      return ofType.find((s) => s.isDefault) ?? ofType[0] ?? this.lookup('default');
    }
    if (nameOrUid.includes('$')) {
      const value = getTemplateSrv().replace(nameOrUid, scopedVars, first);
      const found = value === nameOrUid ? undefined : this.lookup(value);
      return (
        found && {
          ...found,
          isDefault: false,
          name: nameOrUid,
          uid: nameOrUid,
          rawRef: { type: found.type, uid: found.uid },
        }
      );
    }
    return this.lookup(nameOrUid);
  }

  async get(ref?: Ref, scopedVars?: ScopedVars): Promise<DataSourceApi> {
    const settings = this.getInstanceSettings(ref, scopedVars);
    const uid = settings?.rawRef?.uid ?? settings?.uid;
    if (!settings || !uid) {
      throw new Error(`Datasource ${typeof ref === 'string' ? ref : (ref?.uid ?? 'default')} was not found`);
    }
    const own = this.runtime.get(uid);
    if (own) {
      return own;
    }
    const instance = this.instances.get(uid) ?? this.load(this.lookup(uid) ?? settings);
    this.instances.set(uid, instance);
    instance.catch(() => this.instances.delete(uid));
    return instance;
  }

  private async load(settings: Settings): Promise<DataSourceApi> {
    const { DataSourceClass, components } = await importDataSource(settings.meta);
    const instance = new DataSourceClass(settings);
    instance.components = components;
    return instance;
  }

  getList(filters: GetDataSourceListFilters = {}): Settings[] {
    const list = Object.values(this.settings)
      .filter((s) => matches(s, filters))
      .sort((a, b) => a.name.localeCompare(b.name));
    return filters.variables ? [...list, ...this.fromVariables()] : list;
  }

  private fromVariables(): Settings[] {
    return getTemplateSrv()
      .getVariables()
      .filter((v: TypedVariableModel) => v.type === 'datasource')
      .flatMap((v) => {
        const found = 'current' in v ? this.lookup(String(v.current.value)) : undefined;
        const key = `\${${v.name}}`;
        return found ? [{ ...found, isDefault: false, name: key, uid: key }] : [];
      });
  }

  async reload() {
    const fresh = await getBackendSrv().get('/api/frontend/settings');
    this.settings = fresh.datasources;
    this.defaultName = fresh.defaultDatasource;
    this.instances.clear();
    initDataSourceInstanceSettings(this.settings, this.defaultName);
  }

  registerRuntimeDataSource({ dataSource }: RuntimeDataSourceRegistration) {
    if (this.runtime.has(dataSource.uid) || this.lookup(dataSource.uid)) {
      throw new Error(`A data source with uid ${dataSource.uid} has already been registered`);
    }
    this.runtime.set(dataSource.uid, dataSource);
  }
}

function runtimeSettings(ds: DataSourceApi): Settings[] {
  return 'instanceSettings' in ds && ds.instanceSettings ? [ds.instanceSettings as Settings] : [];
}

function matches({ meta, ...settings }: Settings, f: GetDataSourceListFilters): boolean {
  const types = f.type === undefined ? undefined : [f.type].flat();
  const aliases = meta.aliasIDs ?? [];
  const whole = { meta, ...settings };
  return (
    (!f.metrics || !!meta.metrics) &&
    (!f.tracing || !!meta.tracing) &&
    (!f.logs || !!meta.logs || meta.category === 'logging') &&
    (!f.annotations || !!meta.annotations) &&
    (!f.alerting || !!meta.alerting) &&
    (!f.pluginId || f.pluginId === meta.id || aliases.includes(f.pluginId)) &&
    (!types || types.some((t) => t === settings.type || aliases.includes(t))) &&
    (!f.filter || f.filter(whole)) &&
    (!!f.all || offers.some((key) => meta[key] === true))
  );
}

export const dataSourceSrv: DataSourceSrv = new HostDataSourceSrv();
