import { type Layer, SEVERITIES, type Signal } from '../api/types';
import { narrowSignal, type ThingKind } from '../signals/things';

/** Why a signal stands where it does, from what must be seen to what only says what is missing. */
export enum Rank {
  Firing,
  Abnormal,
  /** It has an alert, whose query knows the thing. */
  Watched,
  /** For reading; it has no alert. */
  Plain,
  /** It has an alert, whose query knows nothing of the thing now. */
  Quiet,
  /** No data source can answer it. */
  Unanswered,
}

export interface Ranked {
  signal: Signal;
  rank: Rank;
}

export interface Conspicuous {
  /** Ids of signals whose alert fires for this thing. */
  firing: ReadonlySet<string>;
  /** Ids of signals whose alert condition holds now. */
  abnormal: ReadonlySet<string>;
  /** Ids of signals whose alert query answers something about the thing; undefined where that is not known. */
  seen?: ReadonlySet<string>;
}

/**
 * Signals about the thing by layer: as `Rank` says, then by the severity of their alert, then as in
 * the catalog.
 */
export function rankSignals(
  signals: Signal[],
  kind: ThingKind,
  conspicuous: Conspicuous,
  canAnswer: (signal: Signal) => boolean
): Map<Layer, Ranked[]> {
  const ranked = signals.flatMap((signal): Ranked[] => {
    const own = signal.enabled ? narrowSignal(signal, kind) : undefined;
    return own ? [{ signal: own, rank: canAnswer(own) ? rankOf(own, conspicuous) : Rank.Unanswered }] : [];
  });
  const byLayer = new Map<Layer, Ranked[]>();
  for (const one of [...ranked].sort(byImportance)) {
    byLayer.set(one.signal.layer, [...(byLayer.get(one.signal.layer) ?? []), one]);
  }
  return byLayer;
}

function rankOf({ id, alert }: Signal, { firing, abnormal, seen }: Conspicuous): Rank {
  if (firing.has(id)) {
    return Rank.Firing;
  }
  if (abnormal.has(id)) {
    return Rank.Abnormal;
  }
  if (!alert) {
    return Rank.Plain;
  }
  return (seen?.has(id) ?? true) ? Rank.Watched : Rank.Quiet;
}

function byImportance(a: Ranked, b: Ranked): number {
  return a.rank - b.rank || severityRank(a.signal) - severityRank(b.signal);
}

function severityRank({ alert }: Signal): number {
  return alert ? SEVERITIES.indexOf(alert.severity) : SEVERITIES.length;
}
