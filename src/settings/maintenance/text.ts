import { t } from '@grafana/i18n';

import { type MaintenanceWindow } from '../../api/types';
import { absoluteTime } from '../../ui/clock';

export function effectText(effect: MaintenanceWindow['effect']): string {
  return effect === 'suppress'
    ? t('maintenance.suppress', 'No incident before its end')
    : t('maintenance.quiet', 'Incidents open, nobody is told');
}

export function spanText({ startsAt, endsAt }: { startsAt: string; endsAt: string }): string {
  return `${absoluteTime(startsAt)} – ${absoluteTime(endsAt)}`;
}
