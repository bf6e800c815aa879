import { dateMath } from '@grafana/data';
import { useLocation } from 'react-router-dom';

import { URL_KEYS } from '../app/nav';
import { listDataSources, providerOf } from '../signals/providers/sources';

/** What is looked at, as the address says. */
export interface View {
  cluster?: string;
  /** Uids of Prometheus data sources; empty: all. */
  dataSources: string[];
  /** The end of the time range in seconds since the epoch; absent: now. */
  atS?: number;
  from?: string;
  to?: string;
  /** Text that is looked for in names. */
  search: string;
}

const ALL = '$__all';

export function useView(): View {
  const params = new URLSearchParams(useLocation().search);
  return params.has(URL_KEYS.dataSource) ? viewOf(params) : { ...viewOf(params), dataSources: firstPrometheus() };
}

/** What the page's variable takes as long as nobody picks another. */
function firstPrometheus(): string[] {
  const first = listDataSources().find((one) => providerOf(one) === 'prometheus');
  return first ? [first.uid] : [];
}

export function viewOf(params: URLSearchParams): View {
  const to = params.get('to') ?? undefined;
  return {
    cluster: params.getAll(URL_KEYS.cluster).find((value) => value !== '' && value !== ALL),
    dataSources: params.getAll(URL_KEYS.dataSource).filter((value) => value !== '' && value !== ALL),
    atS: secondsOf(to),
    from: params.get('from') ?? undefined,
    to,
    search: params.get('q') ?? '',
  };
}

/** A range that ends now moves on; one that ended is looked at as it was. */
function secondsOf(to: string | undefined): number | undefined {
  if (!to || to.startsWith('now')) {
    return undefined;
  }
  const at = /^\d+$/.test(to) ? Number(to) : dateMath.toDateTime(to, { roundUp: true })?.valueOf();
  return at !== undefined && Number.isFinite(at) ? at / 1000 : undefined;
}
