import { type PanelData } from '@grafana/data';

import { merged, milestonesOf } from '../../timeline/phases';
import { tracksOf } from '../../timeline/tracks';
import { entryLabel, type TimelineData } from '../../timeline/useScene';
import { entriesOf, knownTimes, statusesOf } from './entries';
import { isOwn, type Missing, missingOf, sorted } from './frames';
import { logCounts } from './logCounts';
import { annotationMarkers, changeMarkers } from './markers';
import { type TimelineOptions } from './types';
import { type Corrected } from './useCorrection';

export interface Read {
  data: TimelineData;
  missing: Missing[];
  /** Whether any answer has rows. */
  any: boolean;
}

/** What the answers of a panel are on a timeline. */
export function readData({ series, annotations = [], timeRange }: PanelData, options: TimelineOptions): Read {
  const frames = sorted(series, options);
  const missing = missingOf(frames.entries, options.fields);
  const usable = missing.length > 0 ? frames.entries.filter(isOwn) : frames.entries;
  const read = usable.map((frame, index) => ({ frame, entries: entriesOf(frame, options.fields, index) }));
  const entries = read.flatMap((one) => one.entries).sort((a, b) => a.at - b.at);
  const statuses = new Map(read.flatMap((one) => [...statusesOf(one.frame, one.entries)]));
  const known = usable.map(knownTimes).reduce((all, one) => ({ ...all, ...one }), {});
  const counted = frames.logs.flatMap((frame) => logCounts(frame, timeRange) ?? []);
  return {
    data: {
      entries,
      milestones: merged(
        known,
        milestonesOf(entries, ({ id }) => statuses.get(id))
      ),
      tracks: tracksOf([...frames.series, ...counted]),
      markers: [
        ...(options.annotations ? annotationMarkers(annotations) : []),
        ...(options.changeLines ? changeMarkers(entries, entryLabel) : []),
      ],
    },
    missing,
    any: series.some(({ length }) => length > 0),
  };
}

/** Entries whose time was just corrected here, until the next answer has it. */
export function withCorrections(data: TimelineData, corrected: ReadonlyMap<string, Corrected>): TimelineData {
  return corrected.size === 0
    ? data
    : { ...data, entries: data.entries.map((entry) => ({ ...entry, ...corrected.get(entry.id) })) };
}
