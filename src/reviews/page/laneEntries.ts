import { type Review, type ReviewLine, type ReviewMoment } from '../../api/reviews';
import { type SeveritySpan } from '../../timeline/ribbon';
import { type Entry, type Marker, type Milestones } from '../../timeline/types';

const LANES: Record<ReviewLine['lane'], string> = {
  signals: 'signals',
  actions: 'people',
  communications: 'messages',
  changes: 'changes',
};

/** What is said when a time is corrected: about the record, and not of the incident. */
const CORRECTION = 'corrected';

/** The entries of the record as the view with lanes has them, without those that people left out, and without corrections, which would stretch it. */
export function entriesOf({ summary, facts, content }: Review): Entry[] {
  const hidden = new Set(content.lines.filter((line) => line.hidden).map(({ seq }) => seq));
  return facts.lines
    .filter(({ seq, kind }) => !hidden.has(seq) && kind !== CORRECTION)
    .map(({ seq, at, corrected, recordedAt, kind, lane, actor, text }) => ({
      id: String(seq),
      at: Date.parse(at),
      corrected,
      recordedAt: Date.parse(recordedAt),
      lane: LANES[lane],
      kind,
      text,
      actor,
      seq,
      incident: summary.number,
    }))
    .sort((a, b) => a.at - b.at);
}

/** A line over everything for each change, such as a deployment. */
export function markersOf(review: Review): Marker[] {
  return entriesOf(review)
    .filter(({ lane }) => lane === 'changes')
    .map(({ at, end, text }) => ({ at, end, text, sort: 'change' }));
}

/** The times of the review, corrections among them. */
export function milestonesOf({ timing }: Review): Milestones {
  const at = (moment: ReviewMoment) => {
    const found = timing.times.find((time) => time.moment === moment);
    return found && Date.parse(found.at);
  };
  return {
    impactStart: at('impactStart'),
    detected: at('detected'),
    acknowledged: at('acknowledged'),
    mitigated: at('mitigated'),
    resolved: at('resolved'),
  };
}

/** How severe the incident was, and when; the last one until it was resolved, as far as is known. */
export function severitiesOf({ facts, summary }: Review): SeveritySpan[] {
  return facts.severities
    .map(({ severity, from, to }) => ({
      severity,
      from: Date.parse(from),
      to: Date.parse(to ?? summary.header.resolvedAt ?? facts.at),
    }))
    .filter(({ from, to }) => to > from);
}
