import { type DataFrame, FieldType } from '@grafana/data';

import { type Incident, SEVERITIES, type TimelineEntry } from '../api/types';
import { TIMELINE_FRAME } from '../constants';
import { millis, severityMapping, table, WHEN } from './frames';

/** Times of the incident in milliseconds since 1970, in `meta.custom` of its timeline; what is not known is absent. */
export interface TimelineMeta {
  strata: typeof TIMELINE_FRAME;
  incident: number;
  times: {
    impactStart?: number;
    detected?: number;
    acknowledged?: number;
    mitigated?: number;
    resolved?: number;
  };
}

/** One row per entry, in the order it was recorded; `Time` is when it happened, as a person corrected it. */
export function timelineFrame(entries: TimelineEntry[], incident: Incident, refId: string): DataFrame {
  const frame = table<TimelineEntry>(refId, entries, [
    ['Time', FieldType.time, ({ at, shownAt }) => millis(shownAt ?? at), WHEN],
    ['Kind', FieldType.string, ({ kind }) => kind],
    ['By', FieldType.string, ({ actor }) => actor.name],
    ['Text', FieldType.string, ({ body }) => body],
    ['Recorded', FieldType.time, ({ recordedAt }) => millis(recordedAt), WHEN],
    ['Severity', FieldType.string, severityAfter, { mappings: [severityMapping()] }],
    ['Status', FieldType.string, statusAfter],
    ['Corrected', FieldType.boolean, ({ shownAt }) => shownAt !== undefined],
    ['Actor', FieldType.string, ({ actor }) => actor.type],
    ['Entry', FieldType.number, ({ seq }) => seq, { decimals: 0 }],
  ]);
  return { ...frame, meta: { ...frame.meta, custom: metaOf(incident) } };
}

function metaOf(incident: Incident): TimelineMeta {
  return {
    strata: TIMELINE_FRAME,
    incident: incident.number,
    times: {
      impactStart: known(incident.impactStartedAt),
      detected: known(incident.detectedAt),
      acknowledged: known(incident.acknowledgedAt),
      mitigated: known(incident.mitigatedAt),
      resolved: known(incident.resolvedAt),
    },
  };
}

const known = (time: string | undefined) => millis(time) ?? undefined;

/** The incident's severity from this entry on; empty where the entry did not change it. */
function severityAfter({ kind, data }: TimelineEntry): string {
  const told = kind === 'severity' ? data.to : kind === 'incident_created' && data.severity;
  return SEVERITIES.find((one) => one === told) ?? '';
}

/** The incident's status from this entry on; empty where the entry did not change it. */
function statusAfter({ kind, data }: TimelineEntry): string {
  return (kind === 'status' || kind === 'reopened') && typeof data.to === 'string' ? data.to : '';
}
