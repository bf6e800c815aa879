import { PLUGIN_ID } from '../../constants';
import { type OwnSignal } from '../../api/types';

/**
 * A provisioning file of the app with these signals, as Grafana reads it from provisioning/plugins.
 * Every dollar sign is doubled, since Grafana puts variables of its environment into these files.
 */
export async function provisioningYaml(signals: readonly OwnSignal[]): Promise<string> {
  // Only few people ever need it.
  const { stringify } = await import('yaml');
  const file = { apiVersion: 1, apps: [{ type: PLUGIN_ID, jsonData: { signals } }] };
  return stringify(file, { lineWidth: 0 }).replaceAll('$', '$$$$');
}
