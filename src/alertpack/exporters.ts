import { type SignalSummary } from '../api/types';

/** Exporters of which at least one query of the catalog has all its metrics among `names`, sorted. */
export function exportersFound(signals: readonly SignalSummary[], names: ReadonlySet<string>): string[] {
  const found = signals
    .flatMap(({ providers }) => providers)
    .filter(
      ({ provider, needs }) => provider === 'prometheus' && needs.length > 0 && needs.every((name) => names.has(name))
    )
    .flatMap(({ source }) => (source ? [source] : []));
  return [...new Set(found)].sort();
}
