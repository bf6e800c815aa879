import { type DataQuery } from '@grafana/schema';

/** What a query asks for. `annotations`: incidents as regions. */
export type QueryKind = 'incidents' | 'counts' | 'durations' | 'alerts' | 'timeline' | 'annotations';

export type SplitBy = 'nothing' | 'severity' | 'layer' | 'service';

/** Which number of a spread a duration query shows. */
export type Statistic = 'mean' | 'p50' | 'p90' | 'p95' | 'max';

export interface IncidentsQuery extends DataQuery {
  kind: QueryKind;
  /** Entries of the filters may be dashboard variables, also with several values. Empty: all. */
  severity?: string[];
  layer?: string[];
  service?: string[];
  words?: string;
  drills?: boolean;
  by?: SplitBy;
  /** counts: incidents that were opened in a step, or that were open in it. */
  measure?: 'opened' | 'open';
  statistic?: Statistic;
  /** timeline: the number of the incident, or a variable with it. */
  incident?: string;
  limit?: number;
}

/** What a variable lists. */
export type VariableKind = 'severities' | 'layers' | 'services' | 'incidents';

export interface IncidentsVariableQuery {
  refId: string;
  kind: VariableKind;
}

export const DEFAULT_QUERY: Pick<IncidentsQuery, 'kind'> = { kind: 'incidents' };
