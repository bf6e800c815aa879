import { t } from '@grafana/i18n';

import { type ProviderId, type Signal } from '../../api/types';
import { type Probe } from '../providers/probe';
import { FLOW_SOURCES, type FlowSource, MAP_SIGNAL, rateProvider } from './sources';

/** One way to get flows, and whether it is there. */
export interface MapCandidate {
  /** Id of the exporter, or of the provider where it has only one. */
  id: string;
  title: string;
  provider: ProviderId;
  /** Absent for providers other than Prometheus. */
  source?: FlowSource;
  /** The data source that has it; absent: none does. */
  probe?: Probe;
  /** Metrics that it needs. */
  needs: string[];
  /** What must be switched on in it. */
  requires?: string;
}

/** All sources of flows that the catalog knows, in the order in which they are preferred. */
export function mapCandidates(signals: Signal[], probes: readonly Probe[]): MapCandidate[] {
  return [...FLOW_SOURCES.flatMap((source) => exporter(source, signals, probes)), ...others(signals, probes)];
}

function exporter(source: FlowSource, signals: Signal[], probes: readonly Probe[]): MapCandidate[] {
  const provider = rateProvider(source, signals);
  if (!provider) {
    return [];
  }
  const { needs, requires } = provider;
  const probe = probes.find((one) => one.provider === 'prometheus' && needs.every((name) => one.names.has(name)));
  return [{ id: source.id, title: source.title, provider: 'prometheus', source, probe, needs, requires }];
}

function others(signals: Signal[], probes: readonly Probe[]): MapCandidate[] {
  const { kubeshark, pixie } = signals.find(({ id }) => id === MAP_SIGNAL)?.providers ?? {};
  const probeOf = (provider: ProviderId) => probes.find((one) => one.provider === provider && one.state === 'ready');
  return [
    ...(kubeshark
      ? [other('kubeshark', t('map.kubeshark', 'Kubeshark'), probeOf('kubeshark'), kubeshark.requires)]
      : []),
    ...(pixie ? [other('pixie', t('map.pixie', 'Pixie'), probeOf('pixie'), pixie.requires)] : []),
  ];
}

function other(provider: ProviderId, title: string, probe: Probe | undefined, requires?: string): MapCandidate {
  return { id: provider, title, provider, probe, needs: [], requires };
}

/** The wanted one if it is there, else the first that is. */
export function chooseCandidate(candidates: MapCandidate[], wanted: string | undefined): MapCandidate | undefined {
  const there = candidates.filter(({ probe }) => probe !== undefined);
  return there.find(({ id }) => id === wanted) ?? there[0];
}
