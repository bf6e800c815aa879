import { useMemo, useState } from 'react';
import { t } from '@grafana/i18n';

import { ApiError } from '../../api/ApiError';
import { correctEntry, reports } from '../../api/reports';
import { type TimelineEntry } from '../../api/types';
import { type Correction } from '../../timeline/correction';
import { isEditor } from '../../ui/user';

/** When an entry is shown to have happened, and whether that is a correction. */
export interface Corrected {
  at: number;
  corrected: boolean;
}

const NONE: ReadonlyMap<string, Corrected> = new Map();

/** Correcting entries of Strata's incidents. What was corrected is shown at once; a new answer (`answer`) takes its place. */
export function useCorrection(answer: unknown): { correction: Correction; corrected: ReadonlyMap<string, Corrected> } {
  const [saved, setSaved] = useState({ answer, corrected: NONE });
  const corrected = saved.answer === answer ? saved.corrected : NONE;
  const correction = useMemo<Correction>(() => {
    const show = (id: string, { at, shownAt }: TimelineEntry) =>
      setSaved((before) => ({
        answer,
        corrected: new Map([
          ...(before.answer === answer ? before.corrected : NONE),
          [id, { at: Date.parse(shownAt ?? at), corrected: shownAt !== undefined }],
        ]),
      }));
    return {
      refusal: isEditor() ? undefined : t('timeline-panel.viewer', 'Only Editors and Admins may correct times.'),
      save: async ({ id, incident, seq, at: seen }, at) => {
        if (incident === undefined || seq === undefined) {
          return;
        }
        try {
          show(id, await correctEntry(incident, seq, { at, seen }));
        } catch (error) {
          const now = isConflict(error) ? await entryNow(incident, seq) : undefined;
          if (now) {
            show(id, now);
          }
          throw error;
        }
      },
    };
  }, [answer]);
  return { correction, corrected };
}

const isConflict = (error: unknown) => error instanceof ApiError && error.status === 409;

/** The entry as somebody else corrected it. */
async function entryNow(incident: number, seq: number): Promise<TimelineEntry | undefined> {
  const { entries } = await reports.timeline(incident, seq - 1, 1);
  return entries[0];
}
