import { URL_KEYS } from '../app/nav';

/** In the order in which they rotate. */
export const VIEWS = ['health', 'incidents', 'slo', 'changes'] as const;
export type ViewId = (typeof VIEWS)[number];

/** Which open P0 takes the whole screen: `unacked` those that nobody has acknowledged, `open` all, `off` none. */
export const TAKEOVERS = ['unacked', 'open', 'off'] as const;
export type Takeover = (typeof TAKEOVERS)[number];

export const SECONDS = { least: 5, most: 3600, usual: 20 } as const;

/** What a wall shows; all of it stands in the address, so that a bookmark is a wall. */
export interface WallSettings {
  /** At least one. */
  views: ViewId[];
  /** Seconds per view. */
  every: number;
  /** The only view that is shown, until somebody lets go of it. */
  pin?: ViewId;
  takeover: Takeover;
  /** Uid or name of the Prometheus data source; absent: Grafana's default. */
  dataSource?: string;
}

const KEYS = {
  views: 'views',
  every: 'every',
  pin: 'pin',
  takeover: 'takeover',
  dataSource: URL_KEYS.dataSource,
} as const;

/** What the address says; what it says wrong is what is usual. */
export function readSettings(params: URLSearchParams): WallSettings {
  const wanted = (params.get(KEYS.views) ?? '').split(',').map((name) => name.trim());
  const views = [...new Set(wanted.flatMap((name) => oneOf(VIEWS, name) ?? []))];
  return {
    views: views.length > 0 ? views : [...VIEWS],
    every: readSeconds(params.get(KEYS.every)),
    pin: oneOf(VIEWS, params.get(KEYS.pin)),
    takeover: oneOf(TAKEOVERS, params.get(KEYS.takeover)) ?? 'unacked',
    dataSource: params.get(KEYS.dataSource) || undefined,
  };
}

/** The address with these settings; what is usual is left out, other parameters stay. */
export function writeSettings(params: URLSearchParams, settings: Partial<WallSettings>): URLSearchParams {
  const next = new URLSearchParams(params);
  const merged = { ...readSettings(params), ...settings };
  put(next, KEYS.views, merged.views.join(','), VIEWS.join(','));
  put(next, KEYS.every, String(clampSeconds(merged.every)), String(SECONDS.usual));
  put(next, KEYS.pin, merged.pin ?? '', '');
  put(next, KEYS.takeover, merged.takeover, 'unacked');
  put(next, KEYS.dataSource, merged.dataSource ?? '', '');
  return next;
}

/** As Grafana understands the parameter, which hides its own frame then. */
export function isKiosk(params: URLSearchParams): boolean {
  const value = params.get('kiosk');
  return value !== null && !['0', 'false'].includes(value);
}

function put(params: URLSearchParams, key: string, value: string, usual: string) {
  if (value === usual) {
    params.delete(key);
  } else {
    params.set(key, value);
  }
}

function readSeconds(text: string | null): number {
  const seconds = Number(text);
  return text && Number.isFinite(seconds) ? clampSeconds(seconds) : SECONDS.usual;
}

export function clampSeconds(seconds: number): number {
  return Math.min(SECONDS.most, Math.max(SECONDS.least, Math.round(seconds)));
}

function oneOf<T extends string>(list: readonly T[], value: string | null): T | undefined {
  return list.find((one) => one === value);
}
