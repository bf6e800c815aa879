import { type Signal } from '../../api/types';
import { type InstantQuery, type InstantResult, type Sample } from '../../signals/instant';
import { worstSeries } from '../../signals/providers/bounds';
import { fillScope } from '../../signals/scope';

/** The catalog's signals that the view is made of. */
export const BUDGET = 'slo-error-budget';
export const BURN = 'slo-burn-rate';

/** The window of the budget where the query leaves it open. */
const BUDGET_WINDOW = '30d';

/** The time that a burn rate is over, by the exporter's name in the catalog. `now` is what Sloth calls current. */
const WINDOWS: Record<string, BurnWindow> = { otel: '1h', 'otel-6h': '6h', sloth: 'now' };
export type BurnWindow = '1h' | '6h' | 'now';

/** Faster than this and 2% of a 30 day budget are spent in an hour, or 5% in six: Google's SRE Workbook, chapter 5. */
const FAST: Record<BurnWindow, number> = { now: 14.4, '1h': 14.4, '6h': 6 };
const LOW_BUDGET = 0.1;

/** From worst to best. */
export const SLO_STATES = ['spent', 'fast', 'low', 'burning', 'ok'] as const;
export type SloState = (typeof SLO_STATES)[number];

export interface SloRow {
  name: string;
  state: SloState;
  /** Share of the budget that is left; below 0 when more was spent than there was. */
  budget?: number;
  /** How many times faster than allowed the budget is spent. */
  burn: Partial<Record<BurnWindow, number>>;
}

/** The queries of one signal that a data source with these metrics can answer; the worst values of each. */
export function sloQueries(signal: Signal | undefined, names: ReadonlySet<string>): InstantQuery[] {
  const worse = signal?.id === BUDGET ? '<' : '>';
  return (signal?.providers.prometheus ?? [])
    .filter(({ source, needs }) => needs.every((name) => names.has(name)) && (worse === '<' || source in WINDOWS))
    .map(({ source, expr }) => ({
      key: `${signal?.id ?? ''} ${source}`,
      expr: worstSeries(fillScope(expr, {}).replaceAll('$__range', BUDGET_WINDOW), worse),
    }));
}

/** One row per service or objective, the worst first. */
export function sloRows(...results: Array<InstantResult | undefined>): SloRow[] {
  const rows = new Map<string, SloRow>();
  for (const [key, samples] of results.flatMap((result) => [...(result?.found ?? [])])) {
    const [signal = '', source = ''] = key.split(' ');
    for (const sample of samples) {
      const name = nameOf(sample);
      const row = rows.get(name) ?? { name, state: 'ok', burn: {} };
      rows.set(name, row);
      take(row, signal, source, sample.value);
    }
  }
  return [...rows.values()].map((row) => ({ ...row, state: stateOf(row) })).sort(worstFirst);
}

function take(row: SloRow, signal: string, source: string, value: number) {
  const window = WINDOWS[source];
  if (signal === BUDGET) {
    row.budget = Math.min(value, row.budget ?? value);
  } else if (window) {
    row.burn[window] = Math.max(value, row.burn[window] ?? value);
  }
}

/** Of what a series is, in the words of its own labels: a service, or an objective of it. */
function nameOf({ labels }: Sample): string {
  const parts = [labels.service_name ?? labels.sloth_service ?? labels.service, labels.sloth_slo ?? labels.slo];
  const name = parts.filter(Boolean).join(' ');
  return name || Object.values(labels).join(' ') || '–';
}

function stateOf({ budget = 1, burn }: SloRow): SloState {
  const rates = Object.entries(FAST).map(([window, fast]) => ({ fast, rate: rateOf(burn, window) }));
  if (budget <= 0) {
    return 'spent';
  }
  if (rates.some(({ rate, fast }) => rate >= fast)) {
    return 'fast';
  }
  if (budget < LOW_BUDGET) {
    return 'low';
  }
  return rates.some(({ rate }) => rate > 1) ? 'burning' : 'ok';
}

function rateOf(burn: SloRow['burn'], window: string): number {
  return Object.entries(burn).find(([one]) => one === window)?.[1] ?? 0;
}

function worstFirst(a: SloRow, b: SloRow): number {
  return (
    SLO_STATES.indexOf(a.state) - SLO_STATES.indexOf(b.state) ||
    worstRate(b) - worstRate(a) ||
    (a.budget ?? 1) - (b.budget ?? 1) ||
    a.name.localeCompare(b.name)
  );
}

function worstRate({ burn }: SloRow): number {
  return Math.max(0, ...Object.values(burn));
}
