import { type Layer, type Severity } from '../../api/types';

/** What a field of an answer says about an alert. */
export type Role = 'severity' | 'title' | 'service' | 'started' | 'state' | 'link';

export const ROLES: readonly Role[] = ['severity', 'title', 'service', 'started', 'state', 'link'];

/** `auto`: what the panel's query finds; without a query, Strata's incidents. */
export const INPUTS = ['auto', 'incidents', 'query'] as const;
/** `auto`: lanes where there is room for them. */
export const VIEWS = ['auto', 'lanes', 'list'] as const;

/** Names are part of the interface to dashboards: a change needs a migration, see migrate.ts. */
export interface TriageOptions {
  /** Of these options; see migrate.ts. */
  version: number;
  input: (typeof INPUTS)[number];
  view: (typeof VIEWS)[number];
  /** Absent or empty: all. */
  severity?: Severity[];
  /** Absent or empty: all. */
  layer?: Layer[];
  /** Names with commas between them, or a variable; empty: all. */
  service: string;
  /** All of them are in the title. */
  words: string;
  unacknowledged: boolean;
  /** Buttons to act on incidents, where there is room for them. */
  actions: boolean;
  /** Names of fields; what is empty is guessed. */
  fields: Partial<Record<Role, string>>;
}

export const VERSION = 1;

export const DEFAULTS: TriageOptions = {
  version: VERSION,
  input: 'auto',
  view: 'auto',
  service: '',
  words: '',
  unacknowledged: false,
  actions: true,
  fields: {},
};
