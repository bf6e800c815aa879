import { type DataQuery, type DataSourceRef } from '@grafana/schema';

import { type ProviderId, type Signal } from '../../api/types';
import { type Scope } from '../scope';

export { type ProviderId };

/** One data source that is asked. */
export interface Target {
  uid: string;
  name: string;
  /** Plugin id of the data source. */
  type: string;
  /** The exporter whose queries are asked; absent: those of every exporter, because it is not known which are there. */
  source?: string;
}

export interface QueryContext {
  /** More than one only for Prometheus. */
  targets: readonly Target[];
  scope: Scope;
  /** The cluster that Pixie is asked about, where it is not that of the data source. */
  pixieCluster?: string;
}

/** Where the answer to one query comes from. */
export interface Origin {
  uid: string;
  name: string;
  source?: string;
}

/** What is drawn for one signal and provider; without anything of a scene, so that a test can compare it. */
export interface ProviderQueries {
  /** The data source, or Grafana's mixed one where several are asked. */
  datasource: DataSourceRef;
  /** All variables are filled in. */
  queries: DataQuery[];
  /** By refId; in the order of preference. */
  origins: Record<string, Origin>;
  /** Where they are not those of the signal. */
  unit?: string;
  /** By field name, where they differ. */
  units?: Record<string, string>;
  /** By refId, where one query measures something else than the others. */
  queryUnits?: Record<string, string>;
  visualisation?: Signal['visualisation'];
  /** The shortest bucket, such as `30s`. */
  minInterval?: string;
  /** What was left out to stay within a limit, in words. */
  notice?: string;
}

/** How one data source type is asked. A pure function from signal to queries. */
export interface ProviderAdapter {
  id: ProviderId;
  pluginId: string;
  /** Other plugins that understand the same queries. */
  alsoPluginIds?: readonly string[];
  title: string;
  /** Undefined: the signal has no query for this provider. */
  queries(signal: Signal, context: QueryContext): ProviderQueries | undefined;
  /** The text that people read: PromQL, Lucene, PxL ... Undefined: the signal has none. */
  text(signal: Signal): QueryText[];
}

export interface QueryText {
  /** The exporter, where there are several. */
  source?: string;
  language: string;
  text: string;
}

/** Grafana's data source that passes each query on to its own. */
export const MIXED: DataSourceRef = { type: 'mixed', uid: '-- Mixed --' };
