import { type DataFrame, type Field } from '@grafana/data';

/** The four known lanes from top to bottom; frames may bring lanes of their own, which come after them. */
export const LANES = ['signals', 'people', 'messages', 'changes'] as const;

/** How a mark looks; the shape says the sort of entry without its colour. */
export type Shape = 'alarm' | 'calm' | 'turn' | 'person' | 'note' | 'message' | 'change' | 'dot';

/** One thing that happened. Times are milliseconds since 1970. */
export interface Entry {
  /** Unique within one view. */
  id: string;
  at: number;
  /** Absent: a moment. */
  end?: number;
  /** When it was written down; absent when the source does not say. */
  recordedAt?: number;
  /** Whether `at` is a person's correction of what was recorded. */
  corrected?: boolean;
  /** One of LANES, or a name of the data's own. */
  lane: string;
  kind: string;
  /** May be Markdown; never drawn as markup. */
  text: string;
  actor: string;
  severity?: string;
  /** Where it stands in the timeline of an incident; with both its time can be corrected. */
  seq?: number;
  incident?: number;
}

/** Times of an incident in milliseconds since 1970; what is not known is absent. */
export interface Milestones {
  impactStart?: number;
  detected?: number;
  acknowledged?: number;
  mitigating?: number;
  mitigated?: number;
  resolved?: number;
}

/** A vertical line over everything: a deploy or an annotation; with `end` a region. */
export interface Marker {
  at: number;
  end?: number;
  text: string;
  color?: string;
  sort: 'change' | 'annotation';
}

/** A line or bars behind the lanes. `values` belong to `times`. */
export interface Series {
  name: string;
  times: number[];
  values: Array<number | null>;
  field: Field<number | null>;
  frame: DataFrame;
}

/** Series of one unit share a strip. */
export interface Track {
  key: string;
  title: string;
  series: Series[];
  bars: boolean;
  /** Values that are promised, from the field's thresholds. */
  limits: number[];
  /** Alerts fire beyond the limits, which promise nothing. */
  ofAlerts?: boolean;
}

export interface Range {
  from: number;
  to: number;
}
