import { LANES, type Entry, type Shape } from './types';

/** Which lane a kind of entry belongs to; kinds that nobody knows are human actions when a person did them. */
const LANE_OF: Record<string, (typeof LANES)[number]> = {
  incident_created: 'signals',
  alert: 'signals',
  alert_fired: 'signals',
  alert_resolved: 'signals',
  alert_repeat: 'signals',
  flapping: 'signals',
  slo_burn: 'signals',
  impact_start: 'signals',
  impact_end: 'signals',
  signal: 'signals',
  log: 'signals',
  metric: 'signals',
  notified: 'messages',
  notify_failed: 'messages',
  informed: 'messages',
  message: 'messages',
  update_late: 'messages',
  escalated: 'messages',
  war_room: 'messages',
  comm_sent: 'messages',
  communication: 'messages',
  deploy: 'changes',
  deployment: 'changes',
  change: 'changes',
  config: 'changes',
  rollback: 'changes',
  release: 'changes',
  command: 'changes',
  action_run: 'changes',
  maintenance: 'changes',
};

const SHAPE_OF: Record<string, Shape> = {
  incident_created: 'alarm',
  alert: 'alarm',
  alert_fired: 'alarm',
  alert_repeat: 'alarm',
  slo_burn: 'alarm',
  flapping: 'alarm',
  reopened: 'alarm',
  impact_start: 'alarm',
  notify_failed: 'alarm',
  update_late: 'alarm',
  alert_resolved: 'calm',
  impact_end: 'calm',
  resolved: 'calm',
  status: 'turn',
  severity: 'turn',
  ack: 'person',
  unack: 'person',
  role: 'person',
  assigned: 'person',
  note: 'note',
  edited: 'note',
  decision: 'note',
  hypothesis: 'note',
};

const SHAPE_OF_LANE: Record<string, Shape> = { messages: 'message', changes: 'change', people: 'person' };

/** Names that people give to lanes in their own data. */
const SYNONYMS: Record<string, (typeof LANES)[number]> = {
  signal: 'signals',
  system: 'signals',
  alerts: 'signals',
  monitoring: 'signals',
  human: 'people',
  humans: 'people',
  person: 'people',
  actions: 'people',
  responders: 'people',
  communication: 'messages',
  communications: 'messages',
  comms: 'messages',
  message: 'messages',
  chat: 'messages',
  change: 'changes',
  deploys: 'changes',
  deployments: 'changes',
};

const SYSTEM_ACTORS = ['', 'system', 'strata', 'rule', 'integration'];

const isKnownLane = (lane: string): lane is (typeof LANES)[number] => LANES.some((known) => known === lane);

/** The lane that a field names; a word that nobody knows stays a lane of its own. Undefined for an empty one. */
export function laneNamed(word: string): string | undefined {
  const plain = word.trim();
  const lower = plain.toLowerCase();
  return isKnownLane(lower) ? lower : (SYNONYMS[lower] ?? (plain || undefined));
}

/** The lane of an entry from its kind, else from who did it. */
export function laneOfKind(kind: string, actor: string): string {
  const known = LANE_OF[plainKind(kind)];
  return known ?? (SYSTEM_ACTORS.includes(actor.trim().toLowerCase()) ? 'signals' : 'people');
}

const shapes = new WeakMap<Pick<Entry, 'kind' | 'lane'>, Shape>();

/** Worked out once per entry: a cluster asks for the shapes of thousands at each step of a brush. */
export function shapeOf(entry: Pick<Entry, 'kind' | 'lane'>): Shape {
  const known = shapes.get(entry);
  if (known) {
    return known;
  }
  const shape = SHAPE_OF[plainKind(entry.kind)] ?? SHAPE_OF_LANE[entry.lane] ?? 'dot';
  shapes.set(entry, shape);
  return shape;
}

const plainKind = (kind: string) =>
  kind
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

/** Lanes that are drawn: the known ones in their order, then those of the data in the order of their first entry. */
export function lanesOf(entries: readonly Entry[]): string[] {
  const used = new Set(entries.map(({ lane }) => lane));
  return [...LANES.filter((lane) => used.has(lane)), ...[...used].filter((lane) => !isKnownLane(lane))];
}

/** Entries by lane, each in the order of time. */
export function byLane(entries: readonly Entry[], lanes: readonly string[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>(lanes.map((lane) => [lane, []]));
  for (const entry of entries) {
    groups.get(entry.lane)?.push(entry);
  }
  return groups;
}
