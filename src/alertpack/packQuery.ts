import { type AlertPackQuery } from '../api/alertPack';
import { type Layer, LAYERS } from '../api/types';

/** What the page shows, as it stands in the URL. */
export interface PackView {
  format: AlertPackQuery['format'];
  layer: Layer[];
  /** Uid of the Prometheus data source; empty: the default one. */
  datasource: string;
  /** Uid of the Elasticsearch data source; NONE: no rules on logs; empty: the default one. */
  elasticsearch: string;
  /** Take the exporters that the probe found, or the catalog's first choice of each alert. */
  exporters: 'found' | 'default';
  /** Where people open Grafana; empty: this Grafana. */
  grafanaUrl: string;
  /** Words to look for. */
  q: string;
  /** The signal whose rules are shown. */
  signal: string;
}

export const NONE = 'none';

const text = (params: URLSearchParams, key: string) => params.get(key)?.trim() ?? '';

/** What is not known in the URL is ignored. */
export function readView(params: URLSearchParams): PackView {
  return {
    format: params.get('format') === 'prometheus' ? 'prometheus' : 'grafana',
    layer: LAYERS.filter((layer) => params.getAll('layer').includes(layer)),
    datasource: text(params, 'datasource'),
    elasticsearch: text(params, 'elasticsearch'),
    exporters: params.get('exporters') === 'default' ? 'default' : 'found',
    grafanaUrl: text(params, 'grafanaUrl'),
    q: text(params, 'q'),
    signal: text(params, 'signal'),
  };
}

/** Writes the view over `params` and keeps what belongs to others, such as kiosk or orgId. */
export function writeView(params: URLSearchParams, view: PackView): URLSearchParams {
  const next = new URLSearchParams(params);
  const written = {
    ...view,
    format: view.format === 'grafana' ? '' : view.format,
    exporters: view.exporters === 'found' ? '' : view.exporters,
  };
  for (const [key, value] of Object.entries(written)) {
    next.delete(key);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one) {
        next.append(key, one);
      }
    }
  }
  return next;
}
