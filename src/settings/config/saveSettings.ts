import { type AppPluginMeta } from '@grafana/data';

import { grafanaRequest } from '../../api/client';
import { PLUGIN_ID } from '../../constants';
import { type SecretName, type StrataJsonData } from './jsonData';

type Meta = Pick<AppPluginMeta<StrataJsonData>, 'enabled' | 'pinned' | 'jsonData'>;

export interface ConfigForm {
  store: 'sqlite' | 'postgres';
  path: string;
  /** Only what was typed; absent: the secret stays as it is. */
  secrets: Partial<Record<SecretName, string>>;
}

/** What Grafana stores. Other jsonData, such as provisioned sources, goes along; Grafana keeps secrets that are left out. */
export function settingsBody({ enabled, pinned, jsonData }: Meta, { store, path, secrets }: ConfigForm) {
  const typed = Object.entries(secrets).filter(([, value]) => value !== undefined);
  return {
    enabled,
    pinned,
    jsonData: { ...jsonData, store, path: path || undefined },
    ...(typed.length > 0 ? { secureJsonData: Object.fromEntries(typed) } : {}),
  };
}

/** Saves the settings; the backend starts with them at its next request. Throws ApiError. */
export async function saveSettings(meta: Meta, form: ConfigForm): Promise<void> {
  await grafanaRequest('POST', `/api/plugins/${PLUGIN_ID}/settings`, settingsBody(meta, form));
}

interface Health {
  status?: string;
  message?: string;
}

/** Health of the backend with the settings as they are saved. Throws ApiError. */
export function checkHealth(): Promise<Health> {
  return grafanaRequest<Health>('GET', `/api/plugins/${PLUGIN_ID}/health`);
}
