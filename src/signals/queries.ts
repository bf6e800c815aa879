import { type PrometheusProvider, type Signal } from '../api/types';
import { refId } from './explore';

/** One query of a panel as the Prometheus data source takes it. */
export interface PanelQuery {
  refId: string;
  expr: string;
  legendFormat: string;
  range: boolean;
  instant: boolean;
  format: 'time_series' | 'table';
  editorMode: 'code';
}

/** Queries of all exporters that can answer, in one request; `sourceOf` says which exporter a refId belongs to. */
export interface PanelQueries {
  queries: PanelQuery[];
  sourceOf: Record<string, string>;
  /** In the order of preference of the catalog. */
  sources: string[];
}

export function panelQueries(signal: Signal): PanelQueries {
  const providers = signal.providers.prometheus ?? [];
  const queries = providers.map((provider, index) => toQuery(signal, provider, refId(index)));
  const sourceOf = Object.fromEntries(providers.map((provider, index) => [refId(index), provider.source]));
  return { queries, sourceOf, sources: [...new Set(providers.map((provider) => provider.source))] };
}

function toQuery(signal: Signal, provider: PrometheusProvider, id: string): PanelQuery {
  const instant = provider.instant ?? signal.visualisation === 'table';
  return {
    refId: id,
    expr: provider.expr,
    legendFormat: provider.legend,
    range: !instant,
    instant,
    format: signal.visualisation === 'table' ? 'table' : 'time_series',
    editorMode: 'code',
  };
}

/** Metric names of all providers of these signals, each once. */
export function neededMetrics(signals: Signal[]): string[] {
  const names = signals.flatMap((signal) => (signal.providers.prometheus ?? []).flatMap((provider) => provider.needs));
  return [...new Set(names)].sort();
}

interface Frame {
  refId?: string;
  length: number;
}

/** Exporters that measure the same are alternatives: keeps the frames of the first one that has data. */
export function preferFirstSource<T extends Frame>(
  frames: T[],
  { sources, sourceOf }: Omit<PanelQueries, 'queries'>
): T[] {
  const filled = frames.filter((frame) => frame.length > 0);
  const ofSource = (source: string) =>
    filled.filter((frame) => frame.refId !== undefined && sourceOf[frame.refId] === source);
  return sources.map(ofSource).find((found) => found.length > 0) ?? [];
}
