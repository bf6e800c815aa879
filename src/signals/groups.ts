import { type Signal } from '../api/types';

export interface SignalGroup {
  id: string;
  title: string;
  signals: Signal[];
}

const ABBREVIATIONS = new Set(['dns', 'tcp', 'udp', 'http', 'cpu', 'slo', 'io']);

/** Sections of a layer page, in the order in which the catalog first names them. */
export function groupSignals(signals: Signal[]): SignalGroup[] {
  const groups = new Map<string, SignalGroup>();
  for (const signal of signals) {
    const group = groups.get(signal.group) ?? { id: signal.group, title: groupTitle(signal.group), signals: [] };
    group.signals.push(signal);
    groups.set(signal.group, group);
  }
  return [...groups.values()];
}

/** `critical-path` becomes "Critical path", `dns` becomes "DNS". */
export function groupTitle(id: string): string {
  const words = id.split(/[-_ ]/).map((word) => (ABBREVIATIONS.has(word) ? word.toUpperCase() : word));
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
