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

const SOON_MS = 2 * 60_000;

/** How long until people want to hear of it again, or how late that is; undefined where nobody waits for it. */
export function updateOf({ nextUpdateDue }: Incident, now: number): Wait | undefined {
  if (nextUpdateDue === undefined) {
    return undefined;
  }
  const ms = Date.parse(nextUpdateDue) - now;
  if (ms < 0) {
    return { text: t('wall.update-late', '{{time}} late', { time: stopwatch(-ms) }), band: 'old' };
  }
  return {
    text: t('wall.update-in', 'in {{time}}', { time: stopwatch(ms) }),
    band: ms < SOON_MS ? 'aging' : 'fresh',
  };
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
