import { type DataFrame, type Field, formattedValueToString } from '@grafana/data';

import { laneNamed, laneOfKind } from '../../timeline/lanes';
import { type Entry, type Milestones } from '../../timeline/types';
import { isOwn } from './frames';
import { fieldFor } from './guess';
import { ROLES, type Role, type TimelineOptions } from './types';

type Columns = Partial<Record<Role | 'recorded' | 'actorType' | 'corrected' | 'seq', Field>>;

/** The entries of a frame; rows without a time are left out. */
export function entriesOf(frame: DataFrame, fields: TimelineOptions['fields'], index: number): Entry[] {
  const columns = columnsOf(frame, isOwn(frame) ? {} : fields);
  const incident: unknown = frame.meta?.custom?.incident;
  return Array.from({ length: frame.length }, (_, row) => row).flatMap((row) => {
    const at = timeAt(columns.time, row);
    if (at === undefined) {
      return [];
    }
    const kind = textAt(columns.kind, row) || 'event';
    const actor = textAt(columns.actor, row);
    const seq = numberAt(columns.seq, row);
    const end = timeAt(columns.end, row);
    return [
      {
        id: `${frame.refId ?? index}.${seq ?? row}.${index}`,
        at,
        end: end !== undefined && end > at ? end : undefined,
        recordedAt: timeAt(columns.recorded, row),
        corrected: columns.corrected?.values[row] === true,
        lane: laneNamed(textAt(columns.lane, row)) ?? laneOfKind(kind, byPerson(columns, row) ? actor : ''),
        kind,
        text: textAt(columns.text, row),
        actor,
        severity: textAt(columns.severity, row) || undefined,
        seq,
        incident: typeof incident === 'number' ? incident : undefined,
      },
    ];
  });
}

function columnsOf(frame: DataFrame, fields: TimelineOptions['fields']): Columns {
  const columns: Columns = Object.fromEntries(ROLES.map((role) => [role, fieldFor(role, frame, fields[role])]));
  if (!isOwn(frame)) {
    return columns;
  }
  const own = (name: string) => frame.fields.find((field) => field.name === name);
  return {
    ...columns,
    end: undefined,
    recorded: own('Recorded'),
    corrected: own('Corrected'),
    actorType: own('Actor'),
    seq: own('Entry'),
  };
}

/** Only Strata says what an actor is; elsewhere the name decides. */
function byPerson({ actorType }: Columns, row: number): boolean {
  return actorType === undefined || textAt(actorType, row) === 'user';
}

/** The status that each entry led to, by its id; only Strata's own frames say so. */
export function statusesOf(frame: DataFrame, entries: readonly Entry[]): Map<string, string> {
  const status = frame.fields.find(({ name }) => name === 'Status');
  const seqs = frame.fields.find(({ name }) => name === 'Entry');
  const byRow = new Map(entries.map((entry) => [entry.seq, entry.id]));
  const known = new Map<string, string>();
  seqs?.values.forEach((seq: unknown, row) => {
    const id = typeof seq === 'number' ? byRow.get(seq) : undefined;
    const word = textAt(status, row);
    if (id !== undefined && word) {
      known.set(id, word);
    }
  });
  return known;
}

/** Times of the incident as its data source says them. */
export function knownTimes({ meta }: DataFrame): Milestones {
  const times: unknown = meta?.custom?.times;
  const given = typeof times === 'object' && times !== null ? Object.entries(times) : [];
  return Object.fromEntries(given.filter(([, at]) => typeof at === 'number'));
}

/** Milliseconds; data sources write times as such, as text, or as a number in text. */
function timeAt(field: Field | undefined, row: number): number | undefined {
  const value: unknown = field?.values[row];
  if (typeof value === 'number' && Number.isFinite(value)) {
    return value;
  }
  const parsed = typeof value === 'string' && value !== '' ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

function numberAt(field: Field | undefined, row: number): number | undefined {
  const value: unknown = field?.values[row];
  return typeof value === 'number' ? value : undefined;
}

/** As the field's mappings show it. */
function textAt(field: Field | undefined, row: number): string {
  const value: unknown = field?.values[row];
  if (value === null || value === undefined) {
    return '';
  }
  const mapped = (field?.config.mappings ?? []).length > 0 && field?.display;
  if (mapped) {
    return formattedValueToString(mapped(value));
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
