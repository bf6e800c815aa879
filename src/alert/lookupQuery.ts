import { type LookupQuery } from '../api/alerts';

/** The alert that the link names: `fingerprint` and `source`, or `label` several times as `name=value`. */
export function readLookup(params: URLSearchParams): LookupQuery {
  return {
    fingerprint: params.get('fingerprint')?.trim() || undefined,
    source: params.get('source')?.trim() || undefined,
    label: params.getAll('label').filter((label) => label.includes('=')),
  };
}

export function namesAnAlert({ fingerprint, label }: LookupQuery): boolean {
  return fingerprint !== undefined || label.length > 0;
}
