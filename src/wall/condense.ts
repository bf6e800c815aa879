import { type Change } from '../api/types';

/** The newest of entries that say one thing, and how many there are of them. */
export interface Condensed {
  change: Change;
  count: number;
}

/**
 * What Strata does again and again takes one line, or it hides what people did: steps of playbooks that reached nobody, because
 * no channel is set up, over all incidents; other entries of its own by kind and incident. The newest stay first.
 */
export function condense(changes: Change[]): Condensed[] {
  const lines = new Map<string, Condensed>();
  for (const change of changes) {
    const key = keyOf(change);
    const line = lines.get(key);
    if (line) {
      line.count += 1;
    } else {
      lines.set(key, { change, count: 1 });
    }
  }
  return [...lines.values()];
}

function keyOf({ incident, entry: { kind, seq, actor, data } }: Change): string {
  if (kind === 'escalated' && Array.isArray(data.channels) && data.channels.length === 0) {
    return 'untold';
  }
  return actor.type === 'system' ? `${kind} of ${incident}` : `${incident}/${seq}`;
}
