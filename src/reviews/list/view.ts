import { REVIEW_ORDERS, type ReviewFilters, type ReviewOrder } from '../../api/reviews';
import { SEVERITIES } from '../../api/types';

export const TABS = ['reviews', 'actions', 'trends'] as const;
export type ReviewsTab = (typeof TABS)[number];

const STATES: ReadonlyArray<ReviewFilters['state']> = [
  'unpublished',
  'draft',
  'in_review',
  'approved',
  'published',
  'all',
];

export const NO_FILTERS: ReviewFilters = {
  state: 'unpublished',
  sort: '',
  overdue: false,
  severity: [],
  service: '',
  q: '',
};

/** The order where none is chosen: what waits by its date, all else by its incident. */
export function usualOrder(state: ReviewFilters['state']): ReviewOrder {
  return state === 'unpublished' ? 'due' : 'newest';
}

export function readTab(params: URLSearchParams): ReviewsTab {
  return TABS.find((tab) => tab === params.get('tab')) ?? 'reviews';
}

/** The filters as they stand in the URL; what is not known there is ignored. */
export function readFilters(params: URLSearchParams): ReviewFilters {
  return {
    state: STATES.find((state) => state === params.get('state')) ?? NO_FILTERS.state,
    sort: REVIEW_ORDERS.find((order) => order === params.get('sort')) ?? '',
    overdue: params.get('overdue') === 'true',
    severity: SEVERITIES.filter((severity) => params.getAll('severity').includes(severity)),
    service: params.get('service')?.trim() ?? '',
    q: params.get('q')?.trim() ?? '',
  };
}

/** Writes the filters over `params` and keeps what belongs to others. */
export function writeFilters(params: URLSearchParams, filters: ReviewFilters): URLSearchParams {
  const state = filters.state === NO_FILTERS.state ? '' : filters.state;
  return writeAll(params, { ...filters, state, overdue: filters.overdue ? 'true' : '' });
}

/** Empty values and empty lists are left out. */
export function writeAll(params: URLSearchParams, values: Record<string, string | readonly string[]>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [key, value] of Object.entries(values)) {
    next.delete(key);
    for (const one of typeof value === 'string' ? [value] : value) {
      if (one) {
        next.append(key, one);
      }
    }
  }
  return next;
}

/** Whether anything but the state narrows the list. */
export function isNarrowed({ overdue, severity, service, q }: ReviewFilters): boolean {
  return overdue || severity.length > 0 || service !== '' || q !== '';
}
