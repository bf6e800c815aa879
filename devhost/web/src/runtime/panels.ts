import { type PanelPluginMeta, PanelPlugin, PluginType } from '@grafana/data';
import { config } from '@grafana/runtime';
import { builtInPanel } from '../panels/builtin';
import { importPlugin } from '../modules/systemjs';

const loaded = new Map<string, PanelPlugin>();

function builtInMeta(id: string): PanelPluginMeta {
  const logos = { small: '', large: '' };
  const info = { author: { name: '' }, description: '', links: [], logos, screenshots: [], updated: '', version: '' };
  return { id, name: id, type: PluginType.panel, info, module: '', baseUrl: '', sort: 0 };
}

export async function importPanelPlugin(id: string): Promise<PanelPlugin> {
  const known = loaded.get(id);
  if (known) {
    return known;
  }
  const plugin = await load(id);
  loaded.set(id, plugin);
  return plugin;
}

async function load(id: string): Promise<PanelPlugin> {
  const meta = config.panels[id];
  const own = builtInPanel(id);
  if (own) {
    own.meta = builtInMeta(id);
    return own;
  }
  if (!meta) {
    throw new Error(`Panel plugin ${id} is not in the devhost; it draws Grafana's usual panels and the app's own`);
  }
  const plugin = await importPlugin(meta.module);
  if (!(plugin instanceof PanelPlugin)) {
    throw new Error(`${id} is not a panel plugin`);
  }
  plugin.meta = meta;
  return plugin;
}

export const panelImport = { importPanelPlugin, getPanelPluginFromCache: (id: string) => loaded.get(id) };
