import { type AppPluginMeta, AppPlugin } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import { boot } from '../boot';
import { importPlugin } from '../modules/systemjs';

interface Loaded {
  plugin?: AppPlugin;
  error?: Error;
}

let once: Promise<AppPlugin> | undefined;

async function load(): Promise<AppPlugin> {
  const meta: AppPluginMeta = await getBackendSrv().get(`/api/plugins/${boot.app.id}/settings`);
  if (!meta.enabled) {
    throw new Error(`${meta.name} is switched off: enable it on its configuration page, /plugins/${meta.id}`);
  }
  const plugin = await importPlugin(meta.module);
  if (!(plugin instanceof AppPlugin)) {
    throw new Error(`${meta.module} exports no AppPlugin`);
  }
  plugin.meta = meta;
  plugin.init(meta);
  return plugin;
}

/** Loads the app's module.js once per page. */
export function usePlugin(): Loaded {
  const [state, setState] = useState<Loaded>({});
  useEffect(() => {
    once ??= load();
    let gone = false;
    once.then(
      (plugin) => !gone && setState({ plugin }),
      (error: unknown) => {
        once = undefined;
        return !gone && setState({ error: error instanceof Error ? error : new Error(messageOf(error)) });
      }
    );
    return () => {
      gone = true;
    };
  }, []);
  return state;
}

function messageOf(error: unknown): string {
  const data: unknown = error && typeof error === 'object' && 'data' in error ? error.data : undefined;
  return data && typeof data === 'object' && 'message' in data ? String(data.message) : String(error);
}
