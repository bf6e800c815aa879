import { type DataFrame, DataFrameType, FieldType } from '@grafana/data';

import { TIMELINE_FRAME } from '../../constants';
import { fieldFor } from './guess';
import { type Role, type TimelineOptions } from './types';

/** Answers by what the panel makes of them. */
export interface Sorted {
  entries: DataFrame[];
  series: DataFrame[];
  logs: DataFrame[];
}

/** Why entries cannot be shown: a field that was named is nowhere, or one that is needed cannot be guessed. */
export interface Missing {
  role: Role;
  /** What the options name; absent when nothing could be guessed. */
  name?: string;
  /** Fields that are there. */
  found: string[];
}

export function isOwn({ meta }: DataFrame): boolean {
  return meta?.custom?.strata === TIMELINE_FRAME;
}

/**
 * Strata's timelines, and tables with a time and a text, have entries; what has times and numbers is a series.
 * Options that name the field of the text decide for the frames that have it.
 */
export function sorted(
  frames: readonly DataFrame[],
  { fields, logs }: Pick<TimelineOptions, 'fields' | 'logs'>
): Sorted {
  const result: Sorted = { entries: [], series: [], logs: [] };
  for (const frame of frames) {
    const place = placeOf(frame, fields, logs);
    if (place) {
      result[place].push(frame);
    }
  }
  return result;
}

function placeOf(
  frame: DataFrame,
  fields: TimelineOptions['fields'],
  logs: TimelineOptions['logs']
): keyof Sorted | undefined {
  if (isOwn(frame)) {
    return 'entries';
  }
  if (isLog(frame)) {
    return logs === 'count' ? 'logs' : 'entries';
  }
  if (frame.fields.length === 0) {
    return undefined;
  }
  if (fields.text && fieldFor('text', frame, fields.text)) {
    return 'entries';
  }
  const hasNumbers = frame.fields.some(({ type }) => type === FieldType.number);
  const hasTime = frame.fields.some(({ type }) => type === FieldType.time);
  const isTable = fieldFor('text', frame, undefined) !== undefined;
  return hasNumbers && hasTime && !isTable ? 'series' : 'entries';
}

function isLog({ meta }: DataFrame): boolean {
  return meta?.preferredVisualisationType === 'logs' || meta?.type === DataFrameType.LogLines;
}

const NEEDED: readonly Role[] = ['time', 'text'];

/** What the frames lack to be entries; a field that is named must be in one of them. Strata's own lack nothing. */
export function missingOf(frames: readonly DataFrame[], fields: TimelineOptions['fields']): Missing[] {
  const foreign = frames.filter((frame) => !isOwn(frame) && frame.fields.length > 0);
  const found = [...new Set(foreign.flatMap((frame) => frame.fields.map(({ name }) => name)))];
  if (foreign.length === 0) {
    return [];
  }
  const roles = Object.keys({ time: 0, text: 0, ...fields }).filter(
    (role): role is Role => role in fields || NEEDED.some((one) => one === role)
  );
  return roles.flatMap((role) => {
    const name = fields[role] || undefined;
    const has = (frame: DataFrame) => fieldFor(role, frame, name) !== undefined;
    const lacks = name === undefined ? NEEDED.includes(role) && !foreign.every(has) : !foreign.some(has);
    return lacks ? [{ role, name, found }] : [];
  });
}
