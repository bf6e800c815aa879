import { t } from '@grafana/i18n';

import { stopwatch } from './ages';
import { isOld } from './freshness';

/** A part of the data on screen. */
export interface Part {
  /** Records are about incidents; measurements come from the data source. */
  kind: 'records' | 'measurements';
  /** When it was loaded; 0 for never. */
  dataAt: number;
  /** Why it could not be loaded the last time. */
  reason?: string;
}

/** Lines of the banner: which data are too old to be trusted, and why. `since` is when the wall was switched on. */
export function alarmsOf(parts: Part[], since: number, now: number): string[] {
  return parts.filter(({ dataAt }) => isOld(dataAt, since, now)).map((part) => lineOf(part, now));
}

function lineOf({ kind, dataAt, reason }: Part, now: number): string {
  const age = stopwatch(now - dataAt);
  const lines = {
    records:
      dataAt > 0
        ? t('wall.old.records', 'Incidents are {{age}} old', { age })
        : t('wall.never.records', 'No incidents could be loaded'),
    measurements:
      dataAt > 0
        ? t('wall.old.measurements', 'Measurements are {{age}} old', { age })
        : t('wall.never.measurements', 'Nothing could be measured'),
  };
  const why = reason
    ? t('wall.old.because', '{{what}}: {{reason}}', {
        what: lines[kind],
        reason,
        interpolation: { escapeValue: false },
      })
    : lines[kind];
  return t('wall.old.trying', '{{why}} – trying again', {
    why: why.replace(/\.$/, ''),
    interpolation: { escapeValue: false },
  });
}
