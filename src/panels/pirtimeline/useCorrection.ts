import { useMemo, useState } from 'react';
import { t } from '@grafana/i18n';

import { correctEntry } from '../../api/reports';
import { type Correction } from '../../timeline/CorrectTime';
import { isEditor } from '../../ui/user';

const NONE: ReadonlyMap<string, number> = new Map();

/** Correcting entries of Strata's incidents. What was corrected is shown at once; a new answer (`answer`) takes its place. */
export function useCorrection(answer: unknown): { correction: Correction; corrected: ReadonlyMap<string, number> } {
  const [saved, setSaved] = useState({ answer, corrected: NONE });
  const corrected = saved.answer === answer ? saved.corrected : NONE;
  const correction = useMemo<Correction>(
    () => ({
      refusal: isEditor() ? undefined : t('timeline-panel.viewer', 'Only Editors and Admins may correct times.'),
      save: async ({ id, incident, seq }, at) => {
        if (incident === undefined || seq === undefined) {
          return;
        }
        await correctEntry(incident, seq, at);
        setSaved((before) => ({
          answer,
          corrected: new Map([...(before.answer === answer ? before.corrected : NONE), [id, at]]),
        }));
      },
    }),
    [answer]
  );
  return { correction, corrected };
}
