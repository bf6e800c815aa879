import { useQuery } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import { type AlertPack, type Layer } from './types';

export interface AlertPackQuery {
  format: AlertPack['format'];
  /** Empty: all layers. */
  layer: Layer[];
  /** Exporters that are there; empty: the catalog's first choice of each alert. */
  source: string[];
  /** Uid of the Prometheus data source that Grafana's rules ask. */
  datasource?: string;
  /** Uid of the Elasticsearch data source; without it rules on logs are left out. */
  elasticsearch?: string;
  /** Where people open Grafana. */
  grafanaUrl: string;
}

/** The alert rules of the catalog as one file, and the rules that are in it. Undefined: not known yet what to ask for. */
export function useAlertPack(query: AlertPackQuery | undefined) {
  return useQuery<AlertPack, ApiError>({
    queryKey: keys.alertPack(query ?? {}),
    queryFn: () => request<AlertPack>('GET', '/alertpack', { query: { ...query } }),
    enabled: query !== undefined,
    placeholderData: (previous) => previous,
  });
}
