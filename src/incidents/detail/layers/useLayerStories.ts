import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { useSignals } from '../../../api/catalog';
import { type IncidentDetail, type Signal } from '../../../api/types';
import { type Breaks, firstBreaks } from '../../../signals/breaks/firstBreaks';
import { messageOf } from '../../../signals/message';
import { chooseProvider, summarise } from '../../../signals/providers/choose';
import { type Probe } from '../../../signals/providers/probe';
import { useProbes } from '../../../signals/providers/useProbes';
import { narrowSignal } from '../../../signals/things';
import { type Around } from './around';
import { layerStories, type LayerStory } from './story';
import { type Subject } from './subject';

/** Data sources that are asked; a Grafana with many of them has one of them for what the incident is about. */
const MOST_SOURCES = 4;

export interface LayerStories {
  stories: LayerStory[];
  /** The catalog or a data source has not answered yet. */
  pending: boolean;
  /** What data sources said that failed. */
  failed: string[];
  /** No Prometheus could be asked, so that only alerts say what broke. */
  unmeasured: boolean;
}

/** What broke in which layer and when, for one subject. Asked once; an incident that goes on begins no earlier. */
export function useLayerStories({ alerts }: IncidentDetail, subject: Subject, window: Around): LayerStories {
  const catalog = useSignals();
  const { probes, pending } = useProbes();
  const signals = narrowed(catalog.data?.signals ?? [], subject).filter((signal) => canAnswer(signal, probes));
  const sources = probes.filter(({ provider, state }) => provider === 'prometheus' && state === 'ready');
  const asked = sources.slice(0, MOST_SOURCES);
  const query = useQuery<Breaks>({
    queryKey: ['layer-breaks', subject.key, window.fromMs, asked.map(({ uid, at }) => [uid, at])],
    queryFn: async () => merged(await Promise.all(asked.map((probe) => ask(signals, subject, window, probe)))),
    enabled: !pending && catalog.isSuccess && asked.length > 0,
    staleTime: Infinity,
    // When data sources are probed again, what is known stays on screen.
    placeholderData: keepPreviousData,
  });
  return {
    stories: layerStories({
      alerts,
      breaks: query.data?.breaks ?? [],
      judged: query.data?.judged ?? [],
      signals,
    }),
    pending: catalog.isPending || pending || (query.isPending && asked.length > 0),
    failed: [...(query.data?.failed ?? []), ...(catalog.error ? [catalog.error.message] : [])],
    unmeasured: !pending && asked.length === 0,
  };
}

/** Signals with only those queries that can be limited to the subject. */
function narrowed(signals: Signal[], { things }: Subject): Signal[] {
  return signals
    .filter(({ enabled }) => enabled)
    .flatMap((signal) => things.map(({ kind }) => narrowSignal(signal, kind)).find(Boolean) ?? []);
}

function canAnswer(signal: Signal, probes: Probe[]): boolean {
  return chooseProvider(summarise(signal), probes)?.state !== undefined;
}

async function ask(signals: Signal[], { things }: Subject, window: Around, probe: Probe): Promise<Breaks> {
  try {
    return await firstBreaks(signals, things, window, probe);
  } catch (thrown) {
    return { breaks: [], judged: [], failed: [`${probe.name}: ${messageOf(thrown)}`] };
  }
}

function merged(parts: Breaks[]): Breaks {
  return {
    breaks: parts.flatMap(({ breaks }) => breaks).sort((a, b) => a.atMs - b.atMs),
    judged: parts.flatMap(({ judged }) => judged),
    failed: [...new Set(parts.flatMap(({ failed }) => failed))],
  };
}
