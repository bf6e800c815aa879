import { type OwnSignal } from '../../api/types';
import { ADAPTERS, PROVIDER_IDS } from '../../signals/providers';

/** The parts of a signal that an own one names, such as `title`, `Prometheus`, `alert.value`. */
export function changedParts({ id: _, enabled: __, providers = {}, alert, ...fields }: OwnSignal): string[] {
  const titles = PROVIDER_IDS.filter((provider) => provider in providers).map((provider) => ADAPTERS[provider].title);
  const ofAlert = alert === null ? ['alert'] : Object.keys(alert ?? {}).map((field) => `alert.${field}`);
  return [...Object.keys(fields), ...titles, ...ofAlert];
}
