import { useMemo } from 'react';
import { type DataFrame } from '@grafana/data';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { useSignals } from '../../api/catalog';
import { type Review } from '../../api/reviews';
import { type Signal } from '../../api/types';
import { askFigures, type Figure } from '../../signals/breaks/figures';
import { messageOf } from '../../signals/message';
import { type Probe } from '../../signals/providers/probe';
import { useProbes } from '../../signals/providers/useProbes';
import { tracksOf } from '../../timeline/tracks';
import { type Range, type Track } from '../../timeline/types';

/** More strips would push the lanes off the screen. */
const MOST = 3;
/** Data sources that are asked; a Grafana with many of them has one of them for what the incident is about. */
const MOST_SOURCES = 4;

interface Answer {
  frames: DataFrame[];
  failed: string[];
}

/** What the first alerts of the incident judged, over the time of its timeline, with the value at which they fire. */
export function useFigures(
  { summary, facts }: Review,
  range: Range | undefined
): { tracks: Track[]; failed: string[] } {
  const catalog = useSignals();
  const { probes, pending } = useProbes();
  const sources = probes
    .filter(({ provider, state }) => provider === 'prometheus' && state === 'ready')
    .slice(0, MOST_SOURCES);
  const wanted = figuresOf(facts.alerts, catalog.data?.signals ?? []);
  const { data } = useQuery<Answer>({
    queryKey: ['review-figures', summary.number, range, wanted.map(idOf), sources.map(({ uid, at }) => [uid, at])],
    queryFn: () => askAll(wanted, { fromMs: range?.from ?? 0, toMs: range?.to ?? 0 }, sources),
    enabled: range !== undefined && !pending && wanted.length > 0 && sources.length > 0,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => ({ tracks: tracksOf(data?.frames ?? []), failed: data?.failed ?? [] }), [data]);
}

/** Figures of the signals that fired for a service, the earliest first. */
function figuresOf(alerts: Review['facts']['alerts'], signals: Signal[]): Figure[] {
  const found = new Map<string, Figure>();
  for (const { signal: id, service } of [...alerts].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))) {
    const signal = signals.find((one) => one.id === id && one.enabled);
    if (signal && service) {
      const figure: Figure = { signal, thing: { kind: 'service', name: service } };
      found.set(idOf(figure), figure);
    }
  }
  return [...found.values()].slice(0, MOST);
}

const idOf = ({ signal, thing }: Figure) => `${signal.id}/${thing.name}`;

/** Of each figure the answer of the first source that has one. */
async function askAll(figures: Figure[], time: { fromMs: number; toMs: number }, sources: Probe[]): Promise<Answer> {
  const answers = await Promise.all(
    sources.map(async (probe): Promise<Answer> => {
      try {
        return { frames: await askFigures(figures, time, probe), failed: [] };
      } catch (thrown) {
        return { frames: [], failed: [`${probe.name}: ${messageOf(thrown)}`] };
      }
    })
  );
  const frames = new Map<string, DataFrame>();
  for (const frame of answers.flatMap((answer) => answer.frames)) {
    const name = frame.name ?? '';
    frames.set(name, frames.get(name) ?? { ...frame, refId: name });
  }
  return { frames: [...frames.values()], failed: answers.flatMap(({ failed }) => failed) };
}
