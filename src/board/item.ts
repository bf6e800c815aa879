import { type Incident, type Layer, SEVERITIES, type Severity } from '../api/types';
import { incidentPath } from '../app/nav';

/** One card: an incident, or an alert of another data source. */
export interface BoardItem {
  /** Stays the same while the item is on the board. */
  id: string;
  severity: Severity;
  title: string;
  /** Milliseconds since 1970; absent when nobody said it. */
  since?: number;
  /** Absent: where it comes from nobody acknowledges. */
  acknowledged?: boolean;
  acknowledgedBy?: string;
  layers: Layer[];
  /** What it is about. */
  services: string[];
  /** State in words; empty when there is none. */
  status?: string;
  /** Of Strata's own incidents. */
  incident?: Incident;
  /** Address of the page about it, below Grafana's root; http(s) for others. */
  href?: string;
  newTab?: boolean;
  /** More of them. */
  links?: ItemLink[];
}

export interface ItemLink {
  title: string;
  href: string;
  newTab?: boolean;
}

/** Where a click on the item leads; undefined when nowhere. */
export function pathOf({ incident, href }: BoardItem): string | undefined {
  return incident ? incidentPath(incident.number) : href;
}

export function itemOf(incident: Incident): BoardItem {
  return {
    id: `#${incident.number}`,
    severity: incident.severity,
    title: incident.title,
    since: Date.parse(incident.detectedAt),
    acknowledged: incident.acknowledged,
    acknowledgedBy: incident.acknowledgedBy,
    layers: incident.layers,
    services: incident.services,
    incident,
  };
}

/** Behind everything whose age is known. */
const UNKNOWN = Number.MAX_SAFE_INTEGER;

/**
 * The order of the board: severity, then what nobody took, then the oldest. It does not depend on the order of the answer, and equal
 * items stay in the order of their ids, so nothing jumps under a finger.
 */
export function compareItems(a: BoardItem, b: BoardItem): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    Number(a.acknowledged ?? false) - Number(b.acknowledged ?? false) ||
    (a.since ?? UNKNOWN) - (b.since ?? UNKNOWN) ||
    a.id.localeCompare(b.id, 'en', { numeric: true })
  );
}

export interface Lane {
  severity: Severity;
  items: BoardItem[];
  /** Absent when nothing in the lane can be acknowledged. */
  unacknowledged?: number;
}

/** All four lanes, also those without items. `items` are in the board's order. */
export function lanesOf(items: BoardItem[]): Lane[] {
  return SEVERITIES.map((severity) => {
    const own = items.filter((item) => item.severity === severity);
    const known = own.filter(({ acknowledged }) => acknowledged !== undefined);
    const unacknowledged = known.filter(({ acknowledged }) => !acknowledged).length;
    return { severity, items: own, unacknowledged: known.length > 0 || own.length === 0 ? unacknowledged : undefined };
  });
}

export interface BoardFilters {
  severity: Severity[];
  layer: Layer[];
  service: string;
  q: string;
  /** Only what nobody took. */
  unacknowledged: boolean;
}

/** As the backend filters lists: any of the severities and layers, the exact service, every word in the title. */
export function matches(item: BoardItem, { severity, layer, service, q, unacknowledged }: BoardFilters): boolean {
  const title = `${item.id} ${item.title}`.toLowerCase();
  return (
    (severity.length === 0 || severity.includes(item.severity)) &&
    (layer.length === 0 || item.layers.some((one) => layer.includes(one))) &&
    (service === '' || item.services.includes(service)) &&
    (!unacknowledged || !item.acknowledged) &&
    q
      .toLowerCase()
      .split(/\s+/)
      .every((word) => title.includes(word))
  );
}
