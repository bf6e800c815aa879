import { type Layer, LAYERS } from '../api/types';
import { type Row } from './rows';
import { type CoverageState, STATES } from './states';

/** What the page shows, as it stands in the URL. */
export interface CoverageView {
  layer: Layer[];
  state: CoverageState[];
  q: string;
  /** The signal whose row is open. */
  signal: string;
}

/** What is not known in the URL is ignored. */
export function readView(params: URLSearchParams): CoverageView {
  return {
    layer: LAYERS.filter((layer) => params.getAll('layer').includes(layer)),
    state: STATES.filter((state) => params.getAll('state').includes(state)),
    q: params.get('q')?.trim() ?? '',
    signal: params.get('signal')?.trim() ?? '',
  };
}

/** Writes the view over `params` and keeps what belongs to others, such as kiosk or orgId. */
export function writeView(params: URLSearchParams, view: CoverageView): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [key, value] of Object.entries(view)) {
    next.delete(key);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one) {
        next.append(key, one);
      }
    }
  }
  return next;
}

/** Rows of these layers and states in which all the words are: in title, id, reason, exporter, or a needed name. */
export function filterRows(rows: readonly Row[], { layer, state, q, signal }: CoverageView): Row[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      // The row that a link points at is there whatever the filters say.
      row.signal.id === signal ||
      ((layer.length === 0 || layer.includes(row.signal.layer)) &&
        (state.length === 0 || state.includes(row.state)) &&
        (words.length === 0 || hasWords(row, words)))
  );
}

function hasWords({ signal }: Row, words: string[]): boolean {
  const { id, title, why, group, providers } = signal;
  const names = providers.flatMap(({ source = '', needs, requires = '' }) => [source, requires, ...needs]);
  const text = [id, title, why, group, ...names].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
