import { type PluginExtensionPanelContext, type RawTimeRange, type ScopedVars } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';

/** What Grafana says of where a link was used. It is not typed there, so nothing of it is taken for granted. */
export type PanelContext = Partial<PluginExtensionPanelContext>;

/** Explore's toolbar; Grafana exports no type for it. */
export interface ExploreContext {
  targets?: DataQuery[];
  timeRange?: RawTimeRange;
}

/** An alert rule's menu; labels and annotations are as they stand in the rule, with templates. */
export interface RuleContext {
  name?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** What was asked, and with which variables. */
export interface Asked {
  targets: DataQuery[];
  scopedVars?: ScopedVars;
}
