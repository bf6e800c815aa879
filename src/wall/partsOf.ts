import { type UseQueryResult } from '@tanstack/react-query';

import { type Part } from './alarms';
import { type WallData } from './data/useWallData';
import { type ViewId } from './settings';

/** The data that a view is made of; the counts and the P0 of the records are on every view. */
export function partsOf(view: ViewId, { overview, incidents, changes, health, slo, source }: WallData): Part[] {
  const measured: Partial<Record<ViewId, UseQueryResult>> = { health, slo: slo.burn };
  const records = view === 'changes' ? [overview, incidents, changes] : [overview, incidents];
  const asked = source && measured[view];
  return [part('records', records), ...(asked ? [part('measurements', [asked])] : [])];
}

function part(kind: Part['kind'], queries: UseQueryResult[]): Part {
  const oldest = queries.reduce((a, b) => (b.dataUpdatedAt < a.dataUpdatedAt ? b : a));
  return { kind, dataAt: oldest.dataUpdatedAt, reason: messageOf(oldest.error) };
}

function messageOf(error: unknown): string | undefined {
  return error instanceof Error ? error.message : undefined;
}
