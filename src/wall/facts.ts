import { t } from '@grafana/i18n';

import { type Incident } from '../api/types';
import { clockTime } from '../ui/clock';
import { layerName } from '../ui/layers';
import { type AgeBand, ageBand, stopwatch, waitingBand } from './ages';

export interface Wait {
  text: string;
  band: AgeBand;
}

/** How long it is open. */
export function ageOf({ severity, detectedAt }: Incident, now: number): Wait {
  const ms = now - Date.parse(detectedAt);
  return { text: stopwatch(ms), band: ageBand(severity, ms) };
}

/** How long nobody has acknowledged it; undefined when somebody has. */
export function waitOf({ severity, acknowledged, detectedAt }: Incident, now: number): Wait | undefined {
  const ms = now - Date.parse(detectedAt);
  return acknowledged ? undefined : { text: stopwatch(ms), band: waitingBand(severity, ms) };
}

/** Until when nobody is told of it, and why; undefined where everybody is. */
export function quietText({ snoozedUntil, maintenanceUntil }: Incident): string | undefined {
  if (snoozedUntil !== undefined) {
    return t('wall.snoozed', 'snoozed until {{time}}', { time: clockTime(snoozedUntil) });
  }
  return (
    maintenanceUntil && t('wall.maintenance', 'planned work until {{time}}', { time: clockTime(maintenanceUntil) })
  );
}

const NAMED = 3;

/** What is affected: services, then layers. */
export function affected({ services, layers }: Incident): string {
  const shown = services.slice(0, NAMED).join(', ');
  const more = services.length - NAMED;
  const names =
    more > 0
      ? t('wall.affected-more', '{{shown}} +{{more}}', { shown, more, interpolation: { escapeValue: false } })
      : shown;
  return [names, layers.map(layerName).join(', ')].filter(Boolean).join(' · ');
}
