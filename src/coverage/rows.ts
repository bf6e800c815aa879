import { type CatalogIndex, type Layer, LAYERS, type ProviderId, type SignalSummary } from '../api/types';
import { PROVIDER_IDS } from '../signals/providers';
import { type Availability, availability } from '../signals/providers/choose';
import { type Probe } from '../signals/providers/probe';
import { type CoverageState, isObservable, STATES } from './states';

/** What asking the query of one signal on one data source gave. */
export interface CheckResult {
  state: 'answers' | 'empty' | 'failed';
  message?: string;
  /** Epoch milliseconds. */
  at: number;
}

/** One way to see a signal: a provider, its exporter and a data source. */
export interface Entry extends Omit<Availability, 'state'> {
  key: string;
  state: CoverageState;
  /** Epoch milliseconds of the check of its values. */
  checkedAt?: number;
}

export interface Cell {
  provider: ProviderId;
  /** Absent: the catalog has no query for this provider. */
  state?: CoverageState;
  entries: Entry[];
  /** Why there is no query. */
  gap?: string;
}

export interface Row {
  signal: SignalSummary;
  /** One per provider, in their order. */
  cells: Cell[];
  state: CoverageState;
}

export interface Group {
  layer: Layer;
  id: string;
  title: string;
  rows: Row[];
}

export interface Known {
  probes: readonly Probe[];
  /** Providers of which some data source has not answered the probe yet. */
  asking: ReadonlySet<ProviderId>;
  checks: ReadonlyMap<string, CheckResult>;
}

export function entryKey(signalId: string, { provider, source = '', uid = '' }: Availability): string {
  return [signalId, provider, source, uid].join('|');
}

export function buildRow(signal: SignalSummary, known: Known): Row {
  const entries = availability(signal, known.probes).map((one) => toEntry(signal.id, one, known));
  const cells = PROVIDER_IDS.map((provider) => {
    const own = entries.filter((entry) => entry.provider === provider);
    return { provider, state: best(own), entries: own, gap: signal.gaps?.[provider] };
  });
  return { signal, cells, state: best(entries) ?? 'not-configured' };
}

function toEntry(signalId: string, found: Availability, { asking, checks }: Known): Entry {
  const key = entryKey(signalId, found);
  const check = checks.get(key);
  if (check) {
    return { ...found, key, state: check.state, message: check.message, checkedAt: check.at };
  }
  const early = found.state === 'not-configured' && asking.has(found.provider);
  return { ...found, key, state: early ? 'unknown' : found.state };
}

function best(entries: readonly Entry[]): CoverageState | undefined {
  return STATES.find((state) => entries.some((entry) => entry.state === state));
}

/** Rows by layer and group, in the order of the catalog; groups without rows are left out. */
export function groupRows(rows: readonly Row[], groups: CatalogIndex['groups']): Group[] {
  return groups
    .map(({ id, layer, title }) => ({
      id,
      layer,
      title,
      rows: rows.filter(({ signal }) => signal.layer === layer && signal.group === id),
    }))
    .filter((group) => group.rows.length > 0);
}

export interface Share {
  layer: Layer;
  total: number;
  observable: number;
  counts: Record<CoverageState, number>;
}

/** How much of each layer can be seen. Signals that are switched off do not count. */
export function shares(rows: readonly Row[]): Share[] {
  return LAYERS.map((layer) => {
    const states = rows.filter(({ signal }) => signal.enabled && signal.layer === layer).map(({ state }) => state);
    return { layer, total: states.length, observable: states.filter(isObservable).length, counts: countStates(states) };
  });
}

export function countStates(states: readonly CoverageState[]): Record<CoverageState, number> {
  const counts = { answers: 0, empty: 0, unknown: 0, failed: 0, missing: 0, 'not-configured': 0 };
  states.forEach((state) => counts[state]++);
  return counts;
}
