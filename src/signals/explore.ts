import { refId } from './refId';

export interface ExploreQuery {
  expr: string;
  legend?: string;
}

export interface ExploreTarget {
  dataSourceUid: string;
  queries: ExploreQuery[];
  fromMs: number;
  /** Absent: now. */
  toMs?: number;
}

/** Path of Explore with these queries, in the `panes` form of schema version 1. */
export function explorePath({ dataSourceUid, queries, fromMs, toMs }: ExploreTarget): string {
  const datasource = { type: 'prometheus', uid: dataSourceUid };
  const pane = {
    datasource: dataSourceUid,
    queries: queries.map((query, index) => ({
      refId: refId(index),
      datasource,
      expr: query.expr,
      legendFormat: query.legend,
      range: true,
      instant: false,
      editorMode: 'code',
    })),
    range: { from: String(fromMs), to: toMs === undefined ? 'now' : String(toMs) },
  };
  const params = new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ strata: pane }) });
  return `/explore?${params.toString()}`;
}
