import { type IncidentFilters, type IncidentState } from '../../api/incidents';
import { LAYERS, SEVERITIES } from '../../api/types';

const STATES: readonly IncidentState[] = ['open', 'resolved', 'all'];

/** The filters as they stand in the URL; what is not known there is ignored. */
export function readFilters(params: URLSearchParams): IncidentFilters {
  const state = STATES.find((known) => known === params.get('state'));
  return {
    state: state ?? 'open',
    severity: SEVERITIES.filter((severity) => params.getAll('severity').includes(severity)),
    layer: LAYERS.filter((layer) => params.getAll('layer').includes(layer)),
    service: params.get('service')?.trim() ?? '',
    q: params.get('q')?.trim() ?? '',
  };
}

/** Writes the filters over `params` and keeps what belongs to others, such as kiosk or orgId. */
export function writeFilters(params: URLSearchParams, filters: IncidentFilters): URLSearchParams {
  const next = new URLSearchParams(params);
  const lists = { ...filters, state: filters.state === 'open' ? '' : filters.state };
  for (const [key, value] of Object.entries(lists)) {
    next.delete(key);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one) {
        next.append(key, one);
      }
    }
  }
  return next;
}

/** How many filters beside the state are on. */
export function countNarrowing({ severity, layer, service, q }: Omit<IncidentFilters, 'state'>): number {
  return severity.length + layer.length + [service, q].filter(Boolean).length;
}
