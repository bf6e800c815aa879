import { type DataFrame, type Field, FieldType } from '@grafana/data';

import { type Role } from './types';

/** What fields are called, most telling first. */
const NAMES: Record<Role, string[]> = {
  time: ['time', 'at', 'start', 'started', 'startsat', 'timestamp', '@timestamp', 'date', 'created'],
  end: ['timeend', 'time_end', 'end', 'ended', 'endsat', 'to', 'finished', 'until', 'resolved'],
  text: ['text', 'title', 'summary', 'message', 'what', 'body', 'description', 'event.reason', 'event', 'name', 'line'],
  kind: ['kind', 'type', 'event_type', 'eventtype', 'event.action', 'event.kind', 'category', 'action'],
  lane: ['lane', 'swimlane', 'stream', 'track'],
  actor: ['by', 'actor', 'user', 'user.name', 'username', 'who', 'author', 'login', 'owner'],
  severity: ['severity', 'priority', 'urgency', 'level', 'log.level'],
};

const TYPES: Partial<Record<Role, FieldType>> = { time: FieldType.time, end: FieldType.time };

/** The field that says this: the one that is named, else the most telling one; undefined when there is none. */
export function fieldFor(role: Role, frame: DataFrame, named: string | undefined): Field | undefined {
  if (named) {
    return frame.fields.find((field) => field.name === named || field.config.displayName === named);
  }
  const type = TYPES[role];
  const fit = frame.fields.filter((field) => (type ? field.type === type : isText(field)));
  const known = NAMES[role]
    .map((name) => fit.find((field) => field.name.toLowerCase() === name))
    .find((field) => field !== undefined);
  return known ?? (role === 'time' ? fit[0] : undefined);
}

export function isText({ type }: Field): boolean {
  return type === FieldType.string || type === FieldType.enum;
}
