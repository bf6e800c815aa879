import { useMemo } from 'react';
import { type TimeZone } from '@grafana/schema';

import { kindName } from '../ui/timelineKinds';
import { gapsOf, usualGap } from './gaps';
import { byLane, lanesOf } from './lanes';
import { gutterOf, layout, type Layout, rowsPerLane } from './layout';
import { pack, type Packed } from './pack';
import { type Phase, phasesOf } from './phases';
import { severitySpans, type SeveritySpan } from './ribbon';
import { type Scale } from './scale';
import { labelOf, textWidth } from './text';
import { type Entry, type Marker, type Milestones, type Range, type Track } from './types';

/** What is shown, and how. */
export interface TimelineData {
  /** In any order. */
  entries: readonly Entry[];
  milestones: Milestones;
  tracks: readonly Track[];
  markers: readonly Marker[];
  /** Where the severity is known over time; else the entries say it. */
  severities?: readonly SeveritySpan[];
}

export interface Shown {
  phases: boolean;
  ribbon: boolean;
  /** Milliseconds without an entry that make a gap; 0 shows none, undefined an eighth of the incident. */
  gapMs?: number;
}

export interface Place {
  range: Range;
  width: number;
  height?: number;
  timeZone: TimeZone;
  now: number;
}

export interface Scene {
  entries: readonly Entry[];
  lanes: string[];
  packed: Packed[];
  scale: Scale;
  layout: Layout;
  phases: Phase[];
  spans: readonly SeveritySpan[];
  gaps: Range[];
}

const MARK_PX = 16;
/** Longer texts are cut, so that one entry does not take the row from those after it. */
const MOST_TEXT = 220;

/** Everything that is drawn, from data, range and size. What does not depend on the range is not worked out at each step of a brush. */
export function useScene(data: TimelineData, shown: Shown, { range, width, height, now }: Place): Scene {
  const facts = useMemo(() => factsOf(data, now), [data, now]);
  const gaps = useMemo(() => allGaps(facts.entries, shown.gapMs), [facts, shown.gapMs]);
  const { from, to } = range;
  return useMemo(() => {
    const { lanes, grouped, phases, spans, entries } = facts;
    const wanted = {
      width,
      height,
      lanes: lanes.length,
      tracks: data.tracks.length,
      phases: shown.phases && phases.length > 0,
      ribbon: shown.ribbon && spans.length > 0,
      // Also where none is in view, so that nothing jumps while somebody zooms.
      gaps: gaps.length > 0,
    };
    const { left, inner } = gutterOf(width);
    const scale = { range: { from, to }, left, width: inner };
    const limits = { rows: rowsPerLane(wanted), markPx: MARK_PX, textPx };
    const packed = lanes.map((lane) => pack(grouped.get(lane) ?? [], scale, limits));
    return {
      entries,
      lanes,
      packed,
      scale,
      layout: layout(
        wanted,
        packed.map(({ rows }) => rows)
      ),
      phases: wanted.phases ? phases : [],
      spans: wanted.ribbon ? spans : [],
      gaps: gaps.filter((gap) => gap.to > from && gap.from < to),
    };
  }, [facts, gaps, data.tracks.length, shown.phases, shown.ribbon, from, to, width, height]);
}

function allGaps(entries: readonly Entry[], wantedMs: number | undefined): Range[] {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) {
    return [];
  }
  const gapMs = wantedMs ?? usualGap({ from: first.at, to: last.at });
  return gapMs > 0 ? gapsOf(entries, gapMs) : [];
}

function factsOf(data: TimelineData, now: number) {
  const entries = [...data.entries].sort((a, b) => a.at - b.at);
  const lanes = lanesOf(entries);
  return {
    entries,
    lanes,
    grouped: byLane(entries, lanes),
    phases: phasesOf(data.milestones, now),
    spans: data.severities ?? severitySpans(entries, data.milestones.resolved ?? now),
  };
}

export const entryLabel = (entry: Entry) => labelOf(entry, kindName);

const textPx = (entry: Entry) => Math.min(MOST_TEXT, textWidth(entryLabel(entry)));
