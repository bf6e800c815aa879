import { useQueries, type UseQueryResult } from '@tanstack/react-query';

import { type Severity, SEVERITIES, type Signal, type SignalSummary } from '../../api/types';
import { inTime } from '../inTime';
import { instantVectors } from '../instant';
import { LIMITS } from '../limits';
import { summarise } from '../providers/choose';
import { type Probe } from '../providers/probe';
import { pickedValues, type Scope } from '../scope';
import { type BandReading, type BandResult, bandQueries, readBands } from './bandQueries';
import { alertQueriesOf, type Reading, type Readings, readSignals } from './readings';

/** One signal that is abnormal now, by its alert's condition or by its own past. */
export interface Abnormal {
  signal: Signal;
  /** Absent where there is no alert to say how bad it is. */
  severity?: Severity;
  /** Those of one signal, the worst first; one of the two lists is empty. */
  readings: Reading[];
  outside: BandReading[];
}

export interface LayerHealth {
  /** The most severe first. */
  abnormal: Abnormal[];
  /** How many signals could be judged. */
  judged: number;
  /** What could not be asked, with what the data source said. */
  failed: Array<{ title: string; message: string }>;
  /** Signals with more series than are judged by their past. */
  tooMany: string[];
  /** Still asking for the alert conditions. */
  pending: boolean;
  /** Still asking for the usual ranges. */
  bandsPending: boolean;
  retry: () => void;
}

const REFRESH_MS = 30_000;
const BAND_REFRESH_MS = 5 * 60_000;

/** What is abnormal in these signals now, in the Prometheus data sources of these probes. */
export function useLayerHealth(key: string, signals: Signal[], probes: readonly Probe[], scope: Scope): LayerHealth {
  const sources = probes.filter(({ provider, state }) => provider === 'prometheus' && state === 'ready');
  const alerts = useQueries({
    queries: sources.map((probe) => ({
      queryKey: ['layer-health', key, probe.uid, probe.at],
      queryFn: () => readAlerts(signals, probe),
      refetchInterval: REFRESH_MS,
    })),
  });
  const alertsDone = alerts.every(({ isPending }) => !isPending);
  const bands = useQueries({
    queries: sources.map((probe) => ({
      queryKey: ['layer-bands', key, probe.uid, probe.at, scope],
      queryFn: () => readBands(probe.uid, bandQueries(signals, probe, scope)),
      enabled: alertsDone,
      refetchInterval: BAND_REFRESH_MS,
      staleTime: BAND_REFRESH_MS,
    })),
  });
  return toHealth(signals, alerts, bands, scope);
}

async function readAlerts(signals: Signal[], { uid, names }: Probe): Promise<Readings> {
  const summaries = signals.map(toSummary);
  const answer = inTime(instantVectors(uid, alertQueriesOf(summaries, names)), LIMITS.stripTimeoutMs);
  return readSignals(summaries, await answer, names);
}

function toSummary(signal: Signal): SignalSummary {
  return { ...signal, providers: summarise(signal).providers };
}

type Alerts = Array<UseQueryResult<Readings>>;
type Bands = Array<UseQueryResult<BandResult>>;

function toHealth(signals: Signal[], alerts: Alerts, bands: Bands, scope: Scope): LayerHealth {
  const readings = alerts.flatMap(({ data }) => data?.readings ?? []).filter((reading) => isInScope(reading, scope));
  const outside = bands.flatMap(({ data }) => data?.outside ?? []);
  return {
    abnormal: abnormalOf(signals, readings, outside),
    judged:
      new Set(readings.map(({ signal }) => signal.id)).size +
      bands.reduce((sum, { data }) => sum + (data?.judged ?? 0), 0),
    failed: [...alerts, ...bands].flatMap(failuresOf),
    tooMany: [...new Set(bands.flatMap(({ data }) => data?.tooMany ?? []).map(({ title }) => title))],
    pending: alerts.some(({ isPending }) => isPending),
    bandsPending: bands.some(({ isFetching }) => isFetching),
    retry: () => [...alerts, ...bands].forEach(({ refetch }) => void refetch()),
  };
}

function failuresOf({ data, error }: UseQueryResult<Readings> | UseQueryResult<BandResult>) {
  const parts = (data?.failed ?? []).map(({ signal, message }) => ({ title: signal.title, message }));
  return error ? [...parts, { title: '', message: error.message }] : parts;
}

/** What does not say its service (a node, say) is not left out: its panels are not either. */
export function isInScope(reading: Reading, scope: Scope): boolean {
  return (['cluster', 'namespace', 'service'] as const).every((name) => {
    const picked = pickedValues(scope[name]);
    const own = reading[name];
    return !picked || !own || picked.includes(own);
  });
}

export function abnormalOf(signals: Signal[], readings: Reading[], outside: BandReading[]): Abnormal[] {
  return signals
    .map((signal) => {
      const own = readings.filter((reading) => reading.abnormal && reading.signal.id === signal.id).sort(bySeverity);
      return {
        signal,
        severity: own[0]?.severity,
        readings: own,
        outside: outside.filter((one) => one.signal.id === signal.id),
      };
    })
    .filter((one) => one.readings.length + one.outside.length > 0)
    .sort((a, b) => rank(a.severity) - rank(b.severity));
}

function bySeverity(a: Reading, b: Reading): number {
  return rank(a.severity) - rank(b.severity) || distance(b) - distance(a);
}

/** How far a value is over, or under, its threshold. */
function distance({ value, threshold = 0 }: Reading): number {
  return Math.abs(value - threshold);
}

function rank(severity: Severity | undefined): number {
  return severity ? SEVERITIES.indexOf(severity) : SEVERITIES.length;
}
