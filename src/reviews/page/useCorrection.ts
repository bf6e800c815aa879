import { useMemo } from 'react';

import { type Review } from '../../api/reviews';
import { useCorrectEntry } from '../../api/timeline';
import { type Correction } from '../../timeline/correction';
import { editRefusal } from '../refusal';

/** Correcting the record's times from the review, while the review can be edited. Without its incident there is no record here. */
export function useCorrection(review: Review): Correction | undefined {
  const { number, imported, incidentGone } = review.summary;
  const { mutateAsync } = useCorrectEntry(number);
  const refusal = editRefusal(review);
  return useMemo(() => {
    const save: Correction['save'] = async ({ seq, at: seen }, at) => {
      if (seq !== undefined) {
        await mutateAsync({ seq, at: at === undefined ? undefined : iso(at), seen: iso(seen) });
      }
    };
    return imported || incidentGone ? undefined : { save, refusal };
  }, [imported, incidentGone, mutateAsync, refusal]);
}

const iso = (at: number) => new Date(at).toISOString();
