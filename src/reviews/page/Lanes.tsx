import React, { useEffect, useMemo, useRef, useState } from 'react';
import { getTimeZone } from '@grafana/data';

import { type Review } from '../../api/reviews';
import { TimelineView } from '../../timeline/TimelineView';
import { type Range } from '../../timeline/types';
import { wholeRange } from '../../timeline/whole';
import { entriesOf, milestonesOf, severitiesOf } from './laneEntries';
import { useCorrection } from './useCorrection';

const SHOWN = { phases: true, ribbon: true };

/** The timeline as lanes on one axis of time, with the phases of the incident; brush to zoom, drag an entry to correct its time. */
export function Lanes({ review }: { review: Review }) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [chosen, setChosen] = useState<Range>();
  const data = useMemo(
    () => ({
      entries: entriesOf(review),
      milestones: milestonesOf(review),
      severities: severitiesOf(review),
      tracks: [],
      markers: [],
    }),
    [review]
  );
  const correction = useCorrection(review);
  const range = chosen ?? wholeRange(data.entries, data.milestones);
  useEffect(() => {
    if (!place.current || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place}>
      {range && width > 0 && (
        <TimelineView
          data={data}
          shown={SHOWN}
          range={range}
          now={range.to}
          timeZone={getTimeZone()}
          width={width}
          correction={correction}
          onRange={setChosen}
        />
      )}
    </div>
  );
}
