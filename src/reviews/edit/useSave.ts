import { useState } from 'react';
import { type FieldValues } from 'react-hook-form';

import { type ApiError } from '../../api/ApiError';
import { type Review, reviewConflict, type ReviewConflict, useChangeReview } from '../../api/reviews';
import { type Part, same } from './part';

/** How the part was when the person began to write, or last looked at what others wrote. */
export interface Seen<V> {
  version: number;
  values: V;
}

export interface Save<V> {
  busy: boolean;
  error: ApiError | null;
  conflict?: ReviewConflict;
  seen: Seen<V>;
  save: (values: V) => void;
  /** Saves over what the conflict shows. */
  keepMine: (values: V) => void;
}

/** Changes of others elsewhere in the review do not disturb; each try is about a newer version, so that this ends. */
const TRIES = 5;

/** Saves one part with the version that the person saw. */
export function useSave<V extends FieldValues>(
  part: Part<V>,
  review: Review,
  begun: Seen<V>,
  onSaved: () => void
): Save<V> {
  const change = useChangeReview(review.summary.number);
  const [seen, setSeen] = useState(begun);
  const [conflict, setConflict] = useState<ReviewConflict>();

  const send = (values: V, base: Seen<V>, current: Review, triesLeft: number) => {
    const untouched = same(part.read(current.content), base.values);
    const version = untouched ? current.summary.version : base.version;
    change.mutate(
      { change: 'content', version, content: part.write(current.content, values) },
      {
        onSuccess: onSaved,
        onError: (error) => {
          const found = reviewConflict(error);
          if (found && triesLeft > 0 && same(part.read(found.current.content), base.values)) {
            send(values, base, found.current, triesLeft - 1);
          } else {
            setConflict(found);
          }
        },
      }
    );
  };

  return {
    busy: change.isPending,
    error: conflict ? null : change.error,
    conflict,
    seen,
    save: (values) => {
      setConflict(undefined);
      send(values, seen, review, TRIES);
    },
    keepMine: (values) => {
      if (conflict) {
        const { current } = conflict;
        const next = { version: current.summary.version, values: part.read(current.content) };
        setSeen(next);
        setConflict(undefined);
        send(values, next, current, TRIES);
      }
    },
  };
}
