import { type ProviderId, type ProviderSummary, type Signal, type SignalSummary } from '../../api/types';
import { PROVIDER_IDS } from '.';
import { type Probe } from './probe';
import { type Pin, type Pins } from './pins';
import { type Target } from './types';

/**
 * `answers`: everything that is needed is there. `missing`: some of it is not. `unknown`: it cannot be told beforehand.
 * `failed`: the data source did not answer the probe. `not-configured`: there is no data source of this type.
 */
export type AvailabilityState = 'answers' | 'missing' | 'not-configured' | 'unknown' | 'failed';

export interface Availability {
  provider: ProviderId;
  /** Absent where there is no data source. */
  uid?: string;
  /** Name of the data source. */
  name?: string;
  /** The exporter, for Prometheus. */
  source?: string;
  state: AvailabilityState;
  /** Metrics or fields that are needed and not there. */
  missing: string[];
  requires?: string;
  /** What a failed data source said. */
  message?: string;
}

/** A signal with its providers in short: as the index of the catalog has it. */
export type Choosable = Pick<SignalSummary, 'id' | 'visualisation' | 'providers'>;

/** The providers of a whole signal, one entry per exporter, as the index of the catalog has them. */
export function summarise({ id, visualisation, providers }: Signal): Choosable {
  const { prometheus = [], elasticsearch, pixie, ...others } = providers;
  return {
    id,
    visualisation,
    providers: [
      ...[...new Set(prometheus.map(({ source }) => source))].map((source) => exporter(source, prometheus)),
      ...(elasticsearch ? [{ provider: 'elasticsearch' as const, ...elasticsearch }] : []),
      ...(pixie
        ? [
            {
              provider: 'pixie' as const,
              needs: [],
              requires: pixie.requires,
              tracepoint: pixie.tracepoint !== undefined,
            },
          ]
        : []),
      ...OTHERS.flatMap((provider) =>
        others[provider] ? [{ provider, needs: [], ...requiresOf(others[provider]) }] : []
      ),
    ],
  };
}

const OTHERS = ['loki', 'kubeshark', 'dynatrace', 'splunk'] as const;

function requiresOf(provider: object): Pick<ProviderSummary, 'requires'> {
  return 'requires' in provider && typeof provider.requires === 'string' ? { requires: provider.requires } : {};
}

function exporter(source: string, all: NonNullable<Signal['providers']['prometheus']>): ProviderSummary {
  const own = all.filter((provider) => provider.source === source);
  return {
    provider: 'prometheus',
    source,
    needs: [...new Set(own.flatMap(({ needs }) => needs))],
    requires: own.find(({ requires }) => requires !== undefined)?.requires,
  };
}

/** For each provider of a signal and each data source of its type: can it answer, and what is missing. */
export function availability(signal: Choosable, probes: readonly Probe[]): Availability[] {
  return signal.providers.flatMap((summary) => ofProvider(summary, probes));
}

function ofProvider(summary: ProviderSummary, probes: readonly Probe[]): Availability[] {
  const { provider, source, requires } = summary;
  const own = probes.filter((probe) => probe.provider === provider);
  const base = { provider, source, requires };
  return own.length === 0
    ? [{ ...base, state: 'not-configured', missing: [] }]
    : own.map((probe) => ({ ...base, uid: probe.uid, name: probe.name, ...judge(summary, probe) }));
}

function judge(summary: ProviderSummary, probe: Probe): Pick<Availability, 'state' | 'missing' | 'message'> {
  if (probe.state === 'failed') {
    return { state: 'failed', missing: [], message: probe.message };
  }
  const missing = summary.needs.filter((name) => !probe.names.has(name));
  if (missing.length > 0) {
    return { state: 'missing', missing };
  }
  return { state: isProven(summary) ? 'answers' : 'unknown', missing };
}

/** Pixie's own tables are always there; the others say nothing about themselves beforehand. */
function isProven({ provider, needs, tracepoint }: ProviderSummary): boolean {
  return needs.length > 0 || (provider === 'pixie' && !tracepoint);
}

export interface Choice {
  provider: ProviderId;
  /** The data sources to ask; more than one only for Prometheus. */
  targets: Target[];
  /** Whether they have everything that is needed, as far as that is known. */
  state: 'answers' | 'unknown' | 'failed' | 'missing';
  pinned: boolean;
}

const USABLE = ['answers', 'unknown', 'failed'] as const;

/** The best provider of a signal; undefined where no data source can answer it. */
export function chooseProvider(signal: Choosable, probes: readonly Probe[], pins: Pins = {}): Choice | undefined {
  const all = availability(signal, probes);
  return pinnedChoice(all, probes, pins[signal.id]) ?? bestChoice(signal, all, probes);
}

/** A pin holds although something is missing: whoever pinned it wants to see just that. */
function pinnedChoice(all: Availability[], probes: readonly Probe[], pin: Pin | undefined): Choice | undefined {
  const entries = pin ? all.filter((entry) => matches(entry, pin)) : [];
  for (const state of [...USABLE, 'missing' as const]) {
    const targets = targetsOf(
      entries.filter((entry) => entry.state === state),
      probes
    );
    if (pin && targets.length > 0) {
      return { provider: pin.provider, targets, state, pinned: true };
    }
  }
  return undefined;
}

function matches({ provider, source, uid }: Availability, pin: Pin): boolean {
  return (
    provider === pin.provider &&
    (pin.source === undefined || source === pin.source) &&
    (pin.uid === undefined || uid === pin.uid)
  );
}

function bestChoice({ visualisation }: Choosable, all: Availability[], probes: readonly Probe[]): Choice | undefined {
  for (const state of USABLE) {
    for (const provider of orderFor(visualisation)) {
      const entries = all.filter((entry) => entry.provider === provider && entry.state === state);
      const targets = targetsOf(entries, probes);
      if (targets.length > 0) {
        return { provider, targets, state, pinned: false };
      }
    }
  }
  return undefined;
}

function orderFor(visualisation: Signal['visualisation']): readonly ProviderId[] {
  return visualisation === 'logs' ? [...new Set<ProviderId>(['elasticsearch', 'loki', ...PROVIDER_IDS])] : PROVIDER_IDS;
}

/** One target per data source, with its first exporter; Prometheus asks every data source, the others the first. */
function targetsOf(entries: Availability[], probes: readonly Probe[]): Target[] {
  const targets = probes.flatMap((probe) => {
    const entry = entries.find(({ uid, provider }) => uid === probe.uid && provider === probe.provider);
    return entry ? [toTarget(probe, entry)] : [];
  });
  return entries[0]?.provider === 'prometheus' ? targets : targets.slice(0, 1);
}

/** Of a data source that failed it is not known which exporters it has. */
function toTarget({ uid, name, type }: Probe, { source, state }: Availability): Target {
  return { uid, name, type, source: state === 'failed' ? undefined : source };
}
