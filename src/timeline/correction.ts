import { type Entry } from './types';

/** Correcting when something happened. Absent where the data cannot be corrected. */
export interface Correction {
  /** Without a time the correction is taken back. Rejects with what to tell the person. */
  save: (entry: Entry, at: number | undefined) => Promise<void>;
  /** Why this person may not; absent when they may. */
  refusal?: string;
}

/** Only entries of an incident's own record can be corrected. */
export function canCorrect(correction: Correction | undefined, { incident, seq }: Entry): correction is Correction {
  return correction !== undefined && incident !== undefined && seq !== undefined;
}
