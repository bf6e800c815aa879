import {
  createTheme,
  type Field,
  type FieldConfigSource,
  getDisplayProcessor,
  formattedValueToString,
} from '@grafana/data';

import { type BoardItem } from '../../board/item';
import { guess } from './guess';
import { hrefOf, linksOf } from './links';
import { type Source } from './sources';
import { ROLES, type Role, type TriageOptions } from './types';
import { layerOf, severityOf, stateOf, timeOf } from './words';

/** Why alerts cannot be shown: a field that was named, or that is needed, is nowhere in the answer. */
export interface Missing {
  role: Role;
  /** What the options name; absent when nothing could be guessed. */
  name?: string;
}

export interface ReadAlerts {
  items: BoardItem[];
  missing: Missing[];
}

const NEEDED: readonly Role[] = ['severity', 'title'];

/** Alerts of any data source as items of the board. Rows whose state says that they ended are left out. */
export function alertsOf(sources: Source[], fields: TriageOptions['fields'], config: FieldConfigSource): ReadAlerts {
  const missing = sources.length > 0 ? missingOf(sources, fields) : [];
  if (missing.length > 0) {
    return { items: [], missing };
  }
  const taken = new Map<string, number>();
  const textOf = textWith(config);
  const items = sources.flatMap((source) => {
    const names = namesOf(source, fields);
    const rows = Array.from({ length: source.length }, (_, row) => itemOf(source, row, names, textOf));
    return rows.filter((item) => item !== undefined);
  });
  return { items: items.map((item) => ({ ...item, id: unique(item.id, taken) })), missing };
}

type Names = Partial<Record<Role, string>>;

function namesOf(source: Source, fields: Names): Names {
  return Object.fromEntries(ROLES.map((role) => [role, fields[role] || guess(role, source)]));
}

function missingOf(sources: Source[], fields: Names): Missing[] {
  return ROLES.flatMap((role): Missing[] => {
    const name = fields[role];
    if (name) {
      return sources.some(({ names }) => names.includes(name)) ? [] : [{ role, name }];
    }
    return NEEDED.includes(role) && sources.every((source) => guess(role, source) === undefined) ? [{ role }] : [];
  });
}

type Text = (source: Source, row: number, name: string | undefined) => string;

/** The text of a value, after the value mappings of its field; labels have those that hold for all fields. */
function textWith({ defaults: { mappings = [] } }: FieldConfigSource): Text {
  const ofLabels =
    mappings.length > 0 ? getDisplayProcessor({ field: { config: { mappings } }, theme: createTheme() }) : undefined;
  return (source, row, name) => {
    const value = name === undefined ? undefined : source.value(row, name);
    if (name === undefined || value === null || value === undefined) {
      return '';
    }
    const field = source.field(name);
    const display = field ? displayOf(field) : ofLabels;
    const plain = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return display ? formattedValueToString(display(field ? value : plain)) : plain;
  };
}

function displayOf({ config: { mappings = [] }, display }: Field) {
  return mappings.length > 0 ? display : undefined;
}

function itemOf(source: Source, row: number, names: Names, textOf: Text): BoardItem | undefined {
  const { ended, acknowledged, status } = stateOf(textOf(source, row, names.state));
  if (ended) {
    return undefined;
  }
  const service = textOf(source, row, names.service);
  const links = linksOf(source, row, names.title);
  const own = hrefOf(textOf(source, row, names.link));
  const first = own === undefined ? links[0] : { href: own, newTab: false };
  const more = links.filter(({ href }) => href !== first?.href);
  return {
    id: `${source.refId}|${source.identity.map((name) => String(source.value(row, name) ?? '')).join('|')}`,
    severity: severityOf(textOf(source, row, names.severity)),
    title: textOf(source, row, names.title) || '–',
    since: names.started === undefined ? undefined : timeOf(source.value(row, names.started)),
    acknowledged,
    layers: layerOf(textOf(source, row, 'layer')),
    services: service ? [service] : [],
    status,
    href: first?.href,
    newTab: first?.newTab,
    links: more.length > 0 ? more : undefined,
  };
}

/** Two rows may look the same; the board needs to tell them apart. */
function unique(id: string, taken: Map<string, number>): string {
  const count = taken.get(id) ?? 0;
  taken.set(id, count + 1);
  return count === 0 ? id : `${id}|${count}`;
}
