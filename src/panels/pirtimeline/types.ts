/** What a field of an answer says about an entry. */
export type Role = 'time' | 'end' | 'text' | 'kind' | 'lane' | 'actor' | 'severity';

export const ROLES: readonly Role[] = ['time', 'end', 'text', 'kind', 'lane', 'actor', 'severity'];

/** `auto`: a gap is an eighth of the timeline, at least five minutes. */
export const GAPS = ['auto', 'minutes', 'off'] as const;
/** What lines of logs become: bars that count them, or an entry each. */
export const LOGS = ['count', 'entries'] as const;

/** Names are part of the interface to dashboards: a change needs a migration, see migrate.ts. */
export interface TimelineOptions {
  /** Of these options; see migrate.ts. */
  version: number;
  phases: boolean;
  severity: boolean;
  annotations: boolean;
  /** Changes get a line over everything. */
  changeLines: boolean;
  gaps: (typeof GAPS)[number];
  gapMinutes: number;
  logs: (typeof LOGS)[number];
  /** Names of fields; what is empty is guessed. */
  fields: Partial<Record<Role, string>>;
}

export const VERSION = 1;

export const DEFAULTS: TimelineOptions = {
  version: VERSION,
  phases: true,
  severity: true,
  annotations: true,
  changeLines: true,
  gaps: 'auto',
  gapMinutes: 15,
  logs: 'count',
  fields: {},
};
