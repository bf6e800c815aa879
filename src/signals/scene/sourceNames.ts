import { type Origin } from '../providers/types';

/** Data sources with their exporters, each once: `Prometheus (cadvisor, obi)`. */
export function sourceNames(origins: Record<string, Origin>): string[] {
  const exporters = new Map<string, Set<string>>();
  for (const { name, source } of Object.values(origins)) {
    const known = exporters.get(name) ?? new Set<string>();
    exporters.set(name, source === undefined ? known : known.add(source));
  }
  return [...exporters].map(([name, sources]) => (sources.size > 0 ? `${name} (${[...sources].join(', ')})` : name));
}
