import { type SignalSummary } from '../api/types';

/**
 * Exporters that some alert asks, and of which at least one query of the catalog has all its metrics among `names`;
 * sorted. What no alert asks is left out: the list stands in the address of the request.
 */
export function exportersFound(signals: readonly SignalSummary[], names: ReadonlySet<string>): string[] {
  const asked = new Set(signals.flatMap(sourcesOfAlert));
  const found = signals
    .flatMap(({ providers }) => providers)
    .filter(
      ({ provider, needs }) => provider === 'prometheus' && needs.length > 0 && needs.every((name) => names.has(name))
    )
    .flatMap(({ source }) => (source && asked.has(source) ? [source] : []));
  return [...new Set(found)].sort();
}

function sourcesOfAlert({ alert }: SignalSummary): string[] {
  const { source, alternatives = [] } = alert ?? {};
  return [...(source ? [source] : []), ...alternatives.map((one) => one.source)];
}
