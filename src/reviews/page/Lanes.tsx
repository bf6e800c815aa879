import React, { useEffect, useMemo, useRef, useState } from 'react';
import { getTimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text } from '@grafana/ui';

import { type Review } from '../../api/reviews';
import { TimelineView } from '../../timeline/TimelineView';
import { type Range } from '../../timeline/types';
import { wholeRange } from '../../timeline/whole';
import { entriesOf, markersOf, milestonesOf, severitiesOf } from './laneEntries';
import { useCorrection } from './useCorrection';
import { useFigures } from './useFigures';

const SHOWN = { phases: true, ribbon: true };

/** The timeline as lanes on one axis of time, with the phases of the incident and what its alerts judged behind it; brush to zoom, drag an entry to correct its time. */
export function Lanes({ review }: { review: Review }) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [chosen, setChosen] = useState<Range>();
  const data = useMemo(
    () => ({
      entries: entriesOf(review),
      milestones: milestonesOf(review),
      severities: severitiesOf(review),
      markers: markersOf(review),
    }),
    [review]
  );
  const correction = useCorrection(review);
  const whole = wholeRange(data.entries, data.milestones);
  const range = chosen ?? whole;
  const { tracks, failed } = useFigures(review, whole);
  const shownData = useMemo(() => ({ ...data, tracks }), [data, tracks]);
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
          data={shownData}
          shown={SHOWN}
          range={range}
          now={range.to}
          timeZone={getTimeZone()}
          width={width}
          correction={correction}
          onRange={setChosen}
        />
      )}
      {failed.length > 0 && (
        <Text variant="bodySmall" color="secondary">
          {t('reviews.lanes.failed', 'What the alerts judged could not be asked: {{why}}', {
            why: failed.join('; '),
            interpolation: { escapeValue: false },
          })}
        </Text>
      )}
    </div>
  );
}
