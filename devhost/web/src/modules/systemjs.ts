import { type ComponentType } from 'react';
import { type PluginPageProps } from '@grafana/runtime';
import { withSubPath } from '../boot';
import { shared } from './modules';

interface Loader {
  import(id: string): Promise<unknown>;
}

/** Registers the shared modules with SystemJS under the names plugins use. */
export function shareModules(pluginPage: ComponentType<PluginPageProps>) {
  const imports: Record<string, string> = {};
  for (const [name, module] of Object.entries(shared)) {
    const id = `package:${name}`;
    imports[name] = id;
    System.set(id, name === '@grafana/runtime' ? { ...module, PluginPage: pluginPage } : { ...module });
  }
  System.addImportMap({ imports });
  unwrapDefaults();
}

/** Hands out the default export of modules that are marked as being their default export. */
function unwrapDefaults() {
  const proto: Loader = System.constructor.prototype;
  const original = proto.import;
  proto.import = function (this: Loader, id: string) {
    return original.call(this, id).then((m) => {
      const wholeModule = m !== null && typeof m === 'object' && '__useDefault' in m && 'default' in m;
      return wholeModule ? m.default : m;
    });
  };
}

/** Loads a plugin's module.js and returns its `plugin` export. */
export async function importPlugin(module: string): Promise<unknown> {
  const url = withSubPath(module.startsWith('/') ? module : `/${module}`);
  const loaded: unknown = await System.import(url);
  if (loaded && typeof loaded === 'object' && 'plugin' in loaded) {
    return loaded.plugin;
  }
  throw new Error(`${module} has no export named "plugin"`);
}
